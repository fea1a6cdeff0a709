import { readArguments, runCommand } from './command.ts';

await runCommand(async () => {
  readArguments('npm run backend', {});
  // The backend is a program of its own, which runs until it is stopped and sets the exit code.
  await import('../backend/local/main.ts');
  return Number(process.exitCode ?? 0);
});
