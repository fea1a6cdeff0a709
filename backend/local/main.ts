import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from './serve.ts';
import { codeOf } from './state-folder.ts';

const SETTINGS = [
  'JWT_SECRET',
  'EXTENSION_IDS',
  'DASHBOARD_ORIGIN',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_BASE_URL',
  'GITHUB_API_URL',
  'GITHUB_ALLOWED_ORGS',
  'RATE_LIMIT_PER_MINUTE',
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const port = Number(process.env.PORT || '8787');
const stateDir = resolve(root, process.env.WORKTIME_STATE || '.worktime');

const stopSignals = new Promise<void>((stop) => {
  process.on('SIGINT', () => stop());
  process.on('SIGTERM', () => stop());
});

try {
  const backend = await startBackend({
    port,
    stateDir,
    vars: Object.fromEntries(SETTINGS.map((name) => [name, process.env[name]])),
  });
  console.log(`WorkTime backend: ${backend.url}`);
  await stopSignals;
  await backend.stop();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

function sentenceOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what listens there, or set PORT to another port.`;
    case 'ERR_SOCKET_BAD_PORT':
      return `PORT must be a number from 0 to 65535, not ${process.env.PORT}.`;
    case 'STATE_IN_USE':
      return `${error instanceof Error ? error.message : ''} Stop it, or set WORKTIME_STATE to another folder.`;
    default:
      return `The backend could not start: ${error instanceof Error ? error.message : String(error)}`;
  }
}
