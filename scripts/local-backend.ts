import { startBackend } from '../backend/local/serve.ts';
import { ExpectedProblem, hasCode } from './command.ts';

/** A backend that this process runs. */
export type LocalBackend = Awaited<ReturnType<typeof startBackend>>;

/** Starts the local backend; a port or a state folder that is taken becomes a sentence. */
export async function openBackend(options: { port: number; stateDir: string }): Promise<LocalBackend> {
  try {
    return await startBackend({ host: '127.0.0.1', ...options });
  } catch (error) {
    throw explainTaken(error, options) ?? error;
  }
}

/** The sentence for an error that says that a port or a state folder is taken, or undefined for any other error. */
export function explainTaken(
  error: unknown,
  { port, stateDir }: { port: number; stateDir: string },
): ExpectedProblem | undefined {
  if (hasCode(error, 'EADDRINUSE')) {
    return new ExpectedProblem(
      `Port ${port} is taken, perhaps by another npm start or npm run backend; stop that one, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (hasCode(error, 'STATE_IN_USE')) {
    return new ExpectedProblem(
      `The state folder ${stateDir} is in use by another npm start or npm run backend; stop that one, or set WORKTIME_STATE to another folder.`,
    );
  }
  return undefined;
}
