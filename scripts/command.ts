import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '..');

/** A failure that a person can do something about: its message is one sentence, and no stack is shown for it. */
export class ExpectedProblem extends Error {
  override readonly name = 'ExpectedProblem';
  readonly exitCode: number;

  constructor(sentence: string, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** Whether an error carries this `code`, as Node's system errors do. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/**
 * Reads a command's arguments strictly. A flag that the command does not know ends it with a sentence and exit code 2.
 * Values that stand alone are refused too, unless `positionals` is set.
 */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  command: string,
  options: Options,
  { positionals = false, args = process.argv.slice(2) } = {},
) {
  try {
    return parseArgs({ args, options, allowPositionals: positionals, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = error.message.split(/[.;] /)[0] ?? error.message;
    const flags = Object.keys(options).map((name) => `--${name}`);
    const known = flags.length > 0 ? `it knows ${flags.join(', ')}` : 'it takes no flags';
    throw new ExpectedProblem(`${command}: ${reason}; ${known}.`, 2);
  }
}

/** The TCP port that the environment variable PORT asks for; the contract's 8787 where it is not set. */
export function portFromEnvironment(env: NodeJS.ProcessEnv = process.env): number {
  const text = env.PORT ?? '8787';
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ExpectedProblem(`PORT is "${text}", which is not a port number from 1 to 65535.`);
}

/**
 * Runs a command's main function and ends the process with its exit code. An expected problem prints its sentence; a bug
 * prints its message, and its stack only where DEBUG is set.
 */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    if (error instanceof ExpectedProblem) {
      process.stderr.write(`${error.message}\n`);
      process.exit(error.exitCode);
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      process.env.DEBUG && error instanceof Error
        ? `${error.stack ?? message}\n`
        : `This failed in a way nobody foresaw: ${message.split('\n')[0]} (set DEBUG=1 to see where).\n`,
    );
    process.exit(1);
  }
}
