import { resolve } from 'node:path';
import { readArguments, root, runCommand } from './command.ts';
import { buildExtension, distFolder } from './extension-build.ts';

await runCommand(async () => {
  const { values } = readArguments('npm run build', { 'out-dir': { type: 'string' } });
  const outDir = values['out-dir'] === undefined ? distFolder : resolve(root, values['out-dir']);
  const apiBaseUrl = await buildExtension({ outDir });
  process.stdout.write(
    `The extension is in ${outDir}, for the backend at ${apiBaseUrl}. To load it by hand: chrome://extensions, Developer mode, "Load unpacked".\n`,
  );
  return 0;
});
