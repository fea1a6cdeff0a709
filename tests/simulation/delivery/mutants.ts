import { readFileSync } from 'node:fs';

/** One place of the source, and what stands there instead. */
interface Edit {
  /** Path below the repository's root. */
  file: string;
  from: string;
  to: string;
}

/** A way in which WorkTime could be wrong. Each breaks a law in the simulation; where none breaks, the laws are weak. */
export interface Mutant {
  name: string;
  edits: Edit[];
}

const ROOT = new URL('../../../', import.meta.url);

export const mutants: Mutant[] = [
  {
    name: 'effects run before they are committed',
    edits: [
      {
        file: 'src/background/runtime.ts',
        from: 'const isSaved = await save();',
        to: `act();
    const isSaved = await save();`,
      },
    ],
  },
  {
    name: 'effects run although the store refused what asks for them',
    edits: [
      {
        file: 'src/background/runtime.ts',
        from: 'if (unsaved.writes.size + unsaved.removals.size === 0) act();',
        to: 'act();',
      },
      { file: 'src/background/runtime.ts', from: 'if (!isSaved) return;', to: '' },
    ],
  },
  {
    name: 'what a dead worker owed is not taken up again',
    edits: [
      { file: 'src/background/awakening.ts', from: 'runtime.resume();', to: '' },
      { file: 'src/background/sync-queue.ts', from: 'runtime.resume();', to: '' },
    ],
  },
  {
    name: 'items are sent with the token of whoever is signed in',
    edits: [
      {
        file: 'src/background/pushes.ts',
        from: 'items.filter(({ context }) => token?.user === context.userId)',
        to: '[...items]',
      },
    ],
  },
  {
    name: "what is nobody's goes to whoever signs in last",
    edits: [
      {
        file: 'src/background/sync-queue.ts',
        from: "if (typeof user === 'string' && told.isOwing()) await adopt(user);",
        to: '',
      },
    ],
  },
  {
    name: 'a write that the store refused is not tried again',
    edits: [
      {
        file: 'src/background/worktime.ts',
        from: 'ports.later(AGAIN_MS, () => void runtime.refresh());',
        to: '',
      },
    ],
  },
  {
    name: 'an item is charged for a refused token',
    edits: [
      {
        file: 'src/machines/sync-item.machine.ts',
        from: "hasFailure(event, 'offline') || hasFailure(event, 'unauthorized')",
        to: "hasFailure(event, 'offline')",
      },
      {
        file: 'src/domain/failure.ts',
        from: "kind === 'unreachable' ||",
        to: "kind === 'unauthorized' || kind === 'unreachable' ||",
      },
    ],
  },
  {
    name: 'retries come sooner than the schedule says',
    edits: [{ file: 'src/domain/retry.ts', from: 'const step = 1000 *', to: 'const step = 400 *' }],
  },
  {
    name: 'Retry-After is not heeded',
    edits: [
      {
        file: 'src/domain/retry.ts',
        from: "failure.kind === 'busy' && failure.until !== null",
        to: "failure.kind === 'busy' && failure.until !== null && failures > 99",
      },
    ],
  },
  {
    name: 'a session that the server lost is not sent again',
    edits: [
      {
        file: 'src/machines/sync-item.machine.ts',
        from: "{ guard: 'isMissing', target: 'queued', actions: 'sendWhole' }",
        to: "{ guard: 'isMissing', target: 'synced' }",
      },
    ],
  },
  {
    name: 'a retry is forgotten by the alarm',
    edits: [
      { file: 'src/background/watch.ts', from: 'lanes.nextDue(),', to: 'null,' },
      {
        file: 'src/background/watch.ts',
        from: 'const due = earliest(...deadlines, ',
        to: 'const due = earliest(',
      },
    ],
  },
  {
    name: 'the alarm is not set until a worker has looked around',
    edits: [
      {
        file: 'src/background/watch.ts',
        from: `          lookBy,
`,
        to: '',
      },
    ],
  },
  {
    name: 'a request may take for ever',
    edits: [
      {
        file: 'src/adapters/http.ts',
        from: 'signal: wire.timeout(TIMEOUT_MS),',
        to: 'signal: wire.timeout(3_600_000),',
      },
    ],
  },
  {
    name: 'a store says that it has written before it has',
    edits: [{ file: 'src/adapters/chrome-store.ts', from: 'await area.set({', to: 'void area.set({' }],
  },
];

/** The source of a file with these edits in it. Throws where the place that an edit names is not there exactly once. */
const mutated = (file: string, source: string, edits: readonly Edit[]): string =>
  edits
    .filter((edit) => edit.file === file)
    .reduce((text, { from, to }) => {
      const parts = text.split(from);
      if (parts.length !== 2) throw new Error(`${file} holds "${from}" ${parts.length - 1} times, not once.`);
      return parts.join(to);
    }, source);

/** Path below the root, of a module's address. */
export const fileOf = (url: string): string => (url.startsWith(ROOT.href) ? url.slice(ROOT.href.length) : '');

/** The files that a mutant changes, as it has them. Throws where it does not fit the source any more. */
export const sourcesOf = ({ edits }: Mutant): Map<string, string> =>
  new Map(edits.map(({ file }) => [file, mutated(file, readFileSync(new URL(file, ROOT), 'utf8'), edits)]));
