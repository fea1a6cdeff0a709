import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { D1Database } from '@cloudflare/workers-types';
import { EXTENSION_ID } from '@worktime/contract';
import { Miniflare, NoOpLog } from 'miniflare';
import { bundleWorker } from './bundle.ts';
import { renewEpochWhereCopied } from './epoch.ts';
import { applyMigrations } from './migrations.ts';
import { runtimeChildren } from './processes.ts';
import { codeOf, holdStateFolder, readOrMakeSecret } from './state-folder.ts';

/** How long the port of a runtime that was just ended may take to become free, in milliseconds. */
const ORPHAN_PATIENCE_MS = 3000;

/** How to start a local backend. */
export type BackendOptions = {
  /** The port to listen on; 0 picks a free one. */
  readonly port: number;
  /** A loopback address; 127.0.0.1 when absent. */
  readonly host?: string;
  /** The folder that keeps the database and the signing secret; made where it is missing. */
  readonly stateDir: string;
  /** The extensions that may sign in; the pinned one when absent. */
  readonly extensionIds?: readonly string[];
  /** Further settings of the backend by their names, such as `GITHUB_CLIENT_ID`. */
  readonly vars?: Readonly<Record<string, string | undefined>>;
  /** Called with each line that the Worker logs; without it nothing is logged. */
  readonly onLog?: (line: string) => void;
};

/** A running local backend. `stop` resolves when the runtime has exited and the state folder is free again. */
export type LocalBackend = {
  readonly url: string;
  readonly database: D1Database;
  stop(): Promise<void>;
  /** Runs the hourly cleaning at once. */
  runScheduled(): Promise<void>;
};

/**
 * Starts the Worker in workerd with a local database under `stateDir`, migrated, reachable on loopback only.
 * Rejects with an Error whose `code` is `EADDRINUSE` for a taken port, or `STATE_IN_USE` for a held state folder;
 * nothing is left running or locked then. A caller that handles SIGINT or SIGTERM itself registers its listeners first.
 */
export async function startBackend(options: BackendOptions): Promise<LocalBackend> {
  const { port, host = '127.0.0.1', stateDir, extensionIds = [EXTENSION_ID], vars = {}, onLog } = options;
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new Error(`The local backend listens on loopback only, not on ${host}.`);
  }
  const folder = await holdStateFolder(stateDir);
  const persistRoot = join(stateDir, 'runtime');
  const keepSignals = guardSignals();
  let miniflare: Miniflare | undefined;
  try {
    await probePort(port, host, folder.hadOrphan ? Date.now() + ORPHAN_PATIENCE_MS : 0);
    const childrenBefore = await runtimeChildren();
    const bindings = {
      LOCAL_SIGN_IN: 'true',
      LOG_REQUESTS: String(onLog !== undefined),
      RATE_LIMIT_PER_MINUTE: '60000',
      EXTENSION_IDS: extensionIds.join(','),
      ...withoutBlanks(vars),
      JWT_SECRET: vars.JWT_SECRET || (await readOrMakeSecret(stateDir)),
    };
    if (!existsSync(persistRoot)) await makeDatabase(persistRoot);
    miniflare = new Miniflare({
      host,
      port,
      cf: false,
      log: new NoOpLog(),
      handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
        for (const stream of [stdout, stderr]) stream.on('data', lineReader(onLog));
      },
      modules: [{ type: 'ESModule', path: 'worker.js', contents: await bundleWorker() }],
      compatibilityDate: '2026-07-01',
      bindings,
      d1Databases: { DB: 'worktime' },
      defaultPersistRoot: persistRoot,
    });
    keepSignals();
    const runtime = miniflare;
    const url = (await runtime.ready).origin;
    const [child] = (await runtimeChildren()).filter((pid) => !childrenBefore.includes(pid));
    if (child !== undefined) await folder.noteRuntime(child);
    const database = await runtime.getD1Database('DB');
    await applyMigrations(database);
    await renewEpochWhereCopied(database, stateDir, persistRoot);
    let stopping: Promise<void> | undefined;
    return {
      url,
      database,
      stop: () => {
        stopping ??= runtime.dispose().finally(folder.release);
        return stopping;
      },
      runScheduled: async () => {
        const worker = await runtime.getWorker();
        await worker.scheduled({});
      },
    };
  } catch (error) {
    await miniflare?.dispose().catch(() => undefined);
    await folder.release();
    throw error;
  }
}

/** Makes the database before anybody can ask for it: a new backend's first answer is already a good one. */
async function makeDatabase(persistRoot: string): Promise<void> {
  const runtime = new Miniflare({
    cf: false,
    log: new NoOpLog(),
    modules: true,
    script: 'export default {}',
    d1Databases: { DB: 'worktime' },
    defaultPersistRoot: persistRoot,
  });
  try {
    await applyMigrations(await runtime.getD1Database('DB'));
  } finally {
    await runtime.dispose();
  }
}

/**
 * Miniflare exits the process at once on SIGINT and SIGTERM. Where the caller listens to them already, that is undone:
 * the caller stops the backend and decides the exit. Its listener for `exit` stays, and ends workerd in any case.
 */
function guardSignals(): () => void {
  const own = (['SIGINT', 'SIGTERM'] as const).map((signal) => ({
    signal,
    listeners: process.listeners(signal),
  }));
  return () => {
    for (const { signal, listeners } of own.filter((entry) => entry.listeners.length > 0)) {
      for (const listener of process.listeners(signal)) {
        if (!listeners.includes(listener)) process.removeListener(signal, listener);
      }
    }
  };
}

/**
 * Resolves where a port can be listened on; rejects with the system's error (`EADDRINUSE`, `EACCES`) where not by
 * `deadline` (epoch ms).
 */
async function probePort(port: number, host: string, deadline: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
    });
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE' || Date.now() >= deadline) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await probePort(port, host, deadline);
  }
}

function withoutBlanks(vars: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vars).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

function lineReader(onLog: ((line: string) => void) | undefined): (chunk: unknown) => void {
  let rest = '';
  return (chunk) => {
    if (onLog === undefined) return;
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLog(line);
  };
}
