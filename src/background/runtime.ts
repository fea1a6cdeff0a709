import { type EpochMs, earliest } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';
import { codecs, type Instance, type Owed } from './charts.ts';
import { type Action, begin, type Change, deadlineOf, decide, type Message } from './decide.ts';

/** All that one commit writes. Parts of it are gathered while deciding; nothing is stored before all of it is known. */
export interface Draft {
  /** The instances touched, as they will be. */
  instances: Map<string, Instance>;
  writes: Map<string, unknown>;
  removals: Set<string>;
  /** What was stored, before this commit, under the keys that were read for it. */
  found: Map<string, unknown>;
  /** A stored value as this commit will leave it. */
  read(key: string): Promise<unknown>;
  /** Tells another instance, within this commit. */
  send(message: Message): void;
  /** Adds an instance that starts with this commit. */
  spawn(chart: Instance['chart'], id: string, input: unknown, item?: Instance['item']): void;
  /** Stores an instance otherwise than it is, without an event. */
  replace(instance: Instance): void;
}

/** The instances as a commit will leave them. There may be very many items, so they are listed on demand. */
export interface Live {
  charts: Instance[];
  items(): Instance[];
}

export interface RuntimeParts {
  store: Store;
  /** Does at commit what must be true together with the transition. Answers whether the action is done by that. */
  record(action: Action, instance: Instance, draft: Draft): Promise<boolean>;
  /** Adds what is derived from the instances. */
  project(changes: readonly Change[], live: Live, draft: Draft): void;
  /** Does an owed effect, as often as it takes; answers what came of it. */
  act(effect: Action, instance: Instance): Promise<Message[]>;
  newId(): string;
  /** Told right before these changes are written, while nothing of them is stored. */
  onSaving(changes: readonly Change[]): void;
  /** Told of every transition that was decided, once its write was tried. */
  onDecided(changes: readonly Change[]): void;
  /** Told when all that was decided is stored. */
  onCommitted(changes: readonly Change[]): void;
  /** Told when the store refused a commit. What it should have held goes with the next one; no effect runs before. */
  onRefused(error: unknown): Promise<void>;
  /** Told of what only a bug can cause. */
  onDefect(error: unknown): void;
  /** Told of a record that could not be read, before anything is written in its place. */
  onQuarantined(key: string, stored: unknown): Promise<void>;
}

/** Fills a draft, in turn with the commits. */
type Work = (draft: Draft) => void | Promise<void>;

/** An effect that is being done, and for whom. */
interface Debt {
  effect: Owed;
  instance: Instance;
}

const nameOf = (instance: Pick<Instance, 'chart' | 'id'>): string => `${instance.chart}:${instance.id}`;

/**
 * Runs statecharts that outlive their worker: decide on stored snapshots, commit the outcome with one write, act only
 * after that. An effect is recorded with the transition that asked for it, and forgotten with the one that its
 * outcome causes; a worker that starts anew runs what it finds recorded.
 */
export const createRuntime = (parts: RuntimeParts) => {
  const { store } = parts;
  const charts = new Map<string, Instance>();
  const items = new Map<string, Instance>();
  /** Names of the instances that owe an effect. */
  const debtors = new Set<string>();
  const mapOf = ({ chart }: Pick<Instance, 'chart'>) => (chart === 'syncItem' ? items : charts);
  const find = (instance: Pick<Instance, 'chart' | 'id'>) => mapOf(instance).get(nameOf(instance));
  const keep = (instance: Instance): void => {
    mapOf(instance).set(nameOf(instance), instance);
    if (instance.owed.length > 0) debtors.add(nameOf(instance));
    else debtors.delete(nameOf(instance));
  };
  const running = new Set<string>();
  const unsaved: Pick<Draft, 'writes' | 'removals'> = { writes: new Map(), removals: new Set() };
  /** Changes of which nobody was told yet that they are stored. */
  let untold: Change[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  /** One after the other: no two decisions are ever taken on the same snapshot. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = tail.then(work);
    tail = turn.catch(() => {});
    return turn;
  };

  const restore = async (
    chart: Instance['chart'],
    id: string,
    key: string,
    stored: unknown,
  ): Promise<void> => {
    if (stored === undefined) return;
    const instance = codecs[chart].decode(id, stored);
    if (instance === null) await parts.onQuarantined(key, stored);
    else keep(instance);
  };

  /** A value as the last commit left it, stored or not. */
  const readStored = async (key: string): Promise<unknown> => {
    if (unsaved.removals.has(key)) return undefined;
    return unsaved.writes.has(key) ? unsaved.writes.get(key) : (await store.get([key]))[key];
  };

  const openDraft = (messages: Message[]): Draft => {
    const instances = new Map<string, Instance>();
    const writes = new Map<string, unknown>();
    const removals = new Set<string>();
    const found = new Map<string, unknown>();
    return {
      instances,
      writes,
      removals,
      found,
      read: async (key) => {
        if (removals.has(key)) return undefined;
        if (writes.has(key)) return writes.get(key);
        const value = await readStored(key);
        found.set(key, value);
        return value;
      },
      send: (message) => void messages.push(message),
      spawn: (chart, id, input, item) => {
        const [instance] = begin(chart, id, input);
        instances.set(nameOf(instance), item ? { ...instance, item } : instance);
      },
      replace: (instance) => void instances.set(nameOf(instance), instance),
    };
  };

  const step = async (message: Message, draft: Draft): Promise<void> => {
    const name = nameOf(message);
    const touched = draft.instances.get(name);
    let instance = touched === undefined ? find(message) : touched;
    if (!instance && 'birth' in message && message.birth !== undefined)
      [instance] = begin(message.chart, message.id, message.birth);
    if (!instance) return;
    const [next, actions] = decide(instance, message.event);
    draft.instances.set(name, next);
    for (const action of actions) {
      if (await parts.record(action, next, draft)) continue;
      next.owed = [...next.owed, { id: parts.newId(), type: action.type, params: action.params ?? null }];
    }
  };

  const settle = ({ effect, instance }: Debt, draft: Draft): void => {
    const name = nameOf(instance);
    const touched = draft.instances.get(name);
    const current = touched === undefined ? find(instance) : touched;
    if (current)
      draft.instances.set(name, { ...current, owed: current.owed.filter(({ id }) => id !== effect.id) });
  };

  const changesOf = (draft: Draft, messages: readonly Message[]): Change[] => {
    const changes: Change[] = [];
    for (const [name, drafted] of draft.instances) {
      const before = find(drafted) ?? null;
      const after =
        drafted && codecs[drafted.chart].isSpent(drafted) && drafted.owed.length === 0 ? null : drafted;
      if (before === after || (before && after && JSON.stringify(before) === JSON.stringify(after))) continue;
      const event = messages.findLast((message) => nameOf(message) === name)?.event ?? null;
      changes.push({ before, after, event, reached: drafted?.value });
      const key = after && codecs[after.chart].key(after);
      const formerKey = before && codecs[before.chart].key(before);
      if (after && key !== null) draft.writes.set(key, codecs[after.chart].encode(after));
      if (formerKey !== null && formerKey !== key) draft.removals.add(formerKey);
    }
    return changes;
  };

  const liveAfter = (changes: readonly Change[]): Live => {
    const changed = new Map(
      changes.flatMap(({ before, after }) => {
        const instance = after ?? before;
        return instance ? [[nameOf(instance), after] as const] : [];
      }),
    );
    const listed = (map: Map<string, Instance>): Instance[] => {
      const rest = [...map].filter(([name]) => !changed.has(name)).map(([, instance]) => instance);
      const fresh = [...changed.values()].filter((after) => after && mapOf(after) === map);
      return [...rest, ...(fresh as Instance[])];
    };
    return { charts: listed(charts), items: () => listed(items) };
  };

  /** Takes the messages up to, but not including, the write. */
  const draw = async (messages: readonly Message[], done: Debt | undefined, work: Work | undefined) => {
    const all = [...messages];
    const draft = openDraft(all);
    await work?.(draft);
    for (const message of all) await step(message, draft);
    if (done) settle(done, draft);
    const changes = changesOf(draft, all);
    const isIdle = messages.length > 0 && changes.length + draft.writes.size + draft.removals.size === 0;
    if (!isIdle) parts.project(changes, liveAfter(changes), draft);
    return { draft, changes };
  };

  const adopt = (changes: readonly Change[]): void => {
    for (const { before, after } of changes) {
      if (after) keep(after);
      else if (before) {
        mapOf(before).delete(nameOf(before));
        debtors.delete(nameOf(before));
      }
    }
  };

  /** Puts what a draft writes on top of what is not stored yet. */
  const gather = ({ writes, removals }: Draft): void => {
    for (const [key, value] of writes) {
      unsaved.writes.set(key, value);
      unsaved.removals.delete(key);
    }
    for (const key of removals) {
      if (writes.has(key)) continue;
      unsaved.writes.delete(key);
      unsaved.removals.add(key);
    }
  };

  /** Writes what is not stored yet. `false` where the store refuses. */
  const save = async (): Promise<boolean> => {
    try {
      await store.commit(Object.fromEntries(unsaved.writes), [...unsaved.removals]);
      unsaved.writes.clear();
      unsaved.removals.clear();
      return true;
    } catch (error) {
      await parts.onRefused(error);
      return false;
    }
  };

  const act = (instance: Instance | undefined): void => {
    if (!instance) return;
    for (const effect of instance.owed) {
      if (running.has(effect.id)) continue;
      running.add(effect.id);
      parts
        .act(effect, instance)
        .then((outcome) => dispatch(outcome, { effect, instance }))
        .catch(parts.onDefect)
        .finally(() => running.delete(effect.id));
    }
  };

  /**
   * Takes messages together: all of their consequences are stored with one write. Resolves once they are; effects go
   * on after that. Where the store refuses, they hold in memory, and are stored with the next write.
   */
  const dispatch = (messages: readonly Message[], done?: Debt, work?: Work): Promise<void> =>
    inTurn(async () => {
      const { draft, changes } = await draw(messages, done, work);
      gather(draft);
      if (unsaved.writes.size + unsaved.removals.size === 0) return;
      parts.onSaving(changes);
      const isSaved = await save();
      adopt(changes);
      parts.onDecided(changes);
      untold.push(...changes);
      if (!isSaved) return;
      const told = untold;
      untold = [];
      parts.onCommitted(told);
      for (const name of debtors) act(charts.get(name) ?? items.get(name));
    });

  return {
    dispatch,
    /** Stores what is not one machine's step, as one commit with the messages that it sends. */
    alter: (work: Work): Promise<void> => dispatch([], undefined, work),
    /** Writes what is derived, where it is behind. */
    refresh: (): Promise<void> => dispatch([]),
    /** Makes an instance that every later commit may count on. Stored with its first change. */
    give: (chart: Instance['chart'], id: string, input: unknown): void => {
      const [instance] = begin(chart, id, input);
      keep(instance);
    },
    /** Instances that are in memory: all that were restored or touched and are not spent. */
    instances: (): Instance[] => [...charts.values(), ...items.values()],
    /** The sync items among them. */
    items: (): Instance[] => [...items.values()],
    /** All but the sync items. */
    charts: (): Instance[] => [...charts.values()],
    find: (chart: Instance['chart'], id: string): Instance | null => find({ chart, id }) ?? null,
    /** Takes stored records into memory, in turn with the commits. An instance already in memory stays as it is. */
    restore: (records: ReadonlyArray<{ chart: Instance['chart']; id: string; key: string }>): Promise<void> =>
      inTurn(async () => {
        const absent = records.filter((record) => !find(record));
        const stored = absent.length > 0 ? await store.get(absent.map(({ key }) => key)) : {};
        for (const { chart, id, key } of absent) await restore(chart, id, key, stored[key]);
      }),
    /** Forgets every instance and removes everything that is stored. What is under way is done for nobody then. */
    clear: (onCleared: () => void): Promise<void> =>
      inTurn(async () => {
        await store.commit({}, await store.keys());
        for (const kept of [charts, items, debtors, unsaved.writes, unsaved.removals]) kept.clear();
        onCleared();
      }),
    /** Runs every effect that a former worker left undone. */
    resume: (): void => {
      for (const name of debtors) act(charts.get(name) ?? items.get(name));
    },
    /** The earliest deadline of any instance in memory. */
    nextDeadline: (): EpochMs | null =>
      [...charts.values(), ...items.values()]
        .map(deadlineOf)
        .reduce((least, due) => earliest(least, due), null),
  };
};

export type Runtime = ReturnType<typeof createRuntime>;
