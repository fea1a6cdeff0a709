import { type EpochMs, earliest } from '../domain/time.ts';
import { codecs, type Instance, isSame } from './charts.ts';
import { begin, type Change, deadlineOf, decide, type Message } from './decide.ts';
import { createDraft, type Draft, nameOf } from './draft.ts';
import type { Debt, Decided, RuntimeParts, Turn, Work } from './runtime-parts.ts';

/**
 * Runs statecharts that outlive their worker: decide on stored snapshots, commit the outcome with one write, act only
 * after that. An effect is recorded with the transition that asked for it, and forgotten with the one that its
 * outcome causes; a worker that starts anew runs what it finds recorded. What comes up during a commit is taken
 * together by the next one.
 */
export const createRuntime = (parts: RuntimeParts) => {
  const { store } = parts;
  const charts = new Map<string, Instance>();
  const items = new Map<string, Instance>();
  /** Names of the instances that owe an effect. */
  const debtors = new Set<string>();
  const running = new Set<string>();
  const unsaved: Pick<Draft, 'writes' | 'removals'> = { writes: new Map(), removals: new Set() };
  /** Changes of which nobody was told yet that they are stored. */
  let untold: Change[] = [];
  let waiting: Turn[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  const mapOf = ({ chart }: Pick<Instance, 'chart'>) => (chart === 'syncItem' ? items : charts);
  const find = (instance: Pick<Instance, 'chart' | 'id'>) => mapOf(instance).get(nameOf(instance));

  const keep = (instance: Instance): void => {
    const name = nameOf(instance);
    const before = find(instance) ?? null;
    mapOf(instance).set(name, instance);
    if (instance.owed.length > 0) debtors.add(name);
    else debtors.delete(name);
    parts.onKept(before, instance);
  };

  const drop = (instance: Instance): void => {
    mapOf(instance).delete(nameOf(instance));
    debtors.delete(nameOf(instance));
    parts.onKept(instance, null);
  };

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

  /** Values as the last commit left them, stored or not. */
  const readStored = async (keys: readonly string[]): Promise<Record<string, unknown>> => {
    const elsewhere = keys.filter((key) => !unsaved.removals.has(key) && !unsaved.writes.has(key));
    const values = elsewhere.length > 0 ? await store.get(elsewhere) : {};
    for (const key of keys) if (unsaved.writes.has(key)) values[key] = unsaved.writes.get(key);
    return values;
  };

  const step = async (message: Message, draft: Draft): Promise<void> => {
    const name = nameOf(message);
    let instance = draft.instances.get(name) ?? find(message);
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
    const current = draft.instances.get(nameOf(instance)) ?? find(instance);
    if (!current) return;
    const owed = current.owed.filter(({ id }) => id !== effect.id);
    draft.instances.set(nameOf(instance), { ...current, owed });
  };

  const changesOf = (draft: Draft, messages: readonly Message[]): Change[] => {
    const events = new Map(messages.map((message) => [nameOf(message), message.event]));
    const changes: Change[] = [];
    for (const [name, drafted] of draft.instances) {
      const before = find(drafted) ?? null;
      const after = codecs[drafted.chart].isSpent(drafted) && drafted.owed.length === 0 ? null : drafted;
      if (before === after || (before && after && isSame(before, after))) continue;
      changes.push({ before, after, event: events.get(name) ?? null, reached: drafted.value });
      const key = after && codecs[after.chart].key(after);
      const formerKey = before && codecs[before.chart].key(before);
      if (after && key !== null) draft.writes.set(key, codecs[after.chart].encode(after));
      if (formerKey !== null && formerKey !== key) {
        draft.writes.delete(formerKey);
        draft.removals.add(formerKey);
      }
    }
    return changes;
  };

  /** Takes the turns one after the other, up to, but not including, what changes in memory. */
  const decideAll = async (turns: readonly Turn[]): Promise<Decided> => {
    const messages: Message[] = [];
    const draft = createDraft(readStored, (message) => void messages.push(message));
    await draft.prefetch([...new Set(turns.flatMap((turn) => turn.messages.flatMap(parts.needs)))]);
    let taken = 0;
    for (const turn of turns) {
      await turn.work?.(draft);
      for (const message of turn.messages) messages.push(message);
      for (; taken < messages.length; taken += 1) await step(messages[taken] as Message, draft);
      for (const debt of turn.debts) settle(debt, draft);
    }
    const changes = changesOf(draft, messages);
    const isNews = changes.length + draft.writes.size + draft.removals.size > 0;
    return { draft, changes, isIdle: !isNews && turns.every((turn) => turn.messages.length > 0) };
  };

  const adopt = (changes: readonly Change[], draft: Draft): void => {
    for (const { before, after } of changes) {
      if (after) keep(after);
      else if (before) drop(before);
    }
    draft.instances.clear();
  };

  /** What follows from changes at once. A failure here costs nothing: it follows later, too. */
  const goOn = async (changes: readonly Change[], draft: Draft): Promise<Change[]> => {
    try {
      const messages = parts.onward(changes);
      for (const message of messages) await step(message, draft);
      return changesOf(draft, messages);
    } catch (error) {
      draft.instances.clear();
      parts.onDefect(error);
      return [];
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

  const isAllSaved = (): boolean => unsaved.writes.size + unsaved.removals.size === 0;

  /** Writes what is not stored yet. `false` where the store refuses. */
  const save = async (changes: readonly Change[]): Promise<boolean> => {
    try {
      await parts.onSaving(changes);
      await store.commit(Object.fromEntries(unsaved.writes), [...unsaved.removals]);
      unsaved.writes.clear();
      unsaved.removals.clear();
      return true;
    } catch (error) {
      await parts.onRefused(error);
      return false;
    }
  };

  /** Does every effect that is owed and not being done. */
  const act = (): void => {
    const debts = [...debtors].flatMap((name) => {
      const instance = charts.get(name) ?? items.get(name);
      return instance
        ? instance.owed.filter(({ id }) => !running.has(id)).map((effect) => ({ effect, instance }))
        : [];
    });
    if (debts.length === 0) return;
    for (const { effect } of debts) running.add(effect.id);
    for (const job of parts.act(debts))
      job.outcome
        .then((messages) => dispatch(messages, job.debts))
        .catch(parts.onDefect)
        .finally(() => {
          for (const { effect } of job.debts) running.delete(effect.id);
        });
  };

  const commit = async ({ draft, changes: decided, isIdle }: Decided): Promise<void> => {
    adopt(decided, draft);
    const followed = await goOn(decided, draft);
    adopt(followed, draft);
    const changes = [...decided, ...followed];
    if (!isIdle) parts.project(changes, [...charts.values()], draft);
    gather(draft);
    if (isAllSaved()) {
      if (!isIdle) parts.onRest();
      return;
    }
    const isSaved = await save(changes);
    parts.onDecided(isSaved);
    untold.push(...changes);
    if (!isSaved) return;
    const told = untold;
    untold = [];
    parts.onCommitted(told);
    act();
  };

  /** Takes all that waits as one commit; where a bug spoils that, each by itself, so that it costs no other. */
  const takeTurns = async (turns: readonly Turn[]): Promise<void> => {
    const decided = await decideAll(turns).catch((error: unknown) => ({ error }));
    if ('error' in decided) {
      if (turns.length === 1) for (const turn of turns) turn.reject(decided.error);
      else for (const turn of turns) await takeTurns([turn]);
      return;
    }
    try {
      await commit(decided);
      for (const turn of turns) turn.resolve();
    } catch (error) {
      for (const turn of turns) turn.reject(error);
    }
  };

  /**
   * Takes messages together: all of their consequences are stored with one write. Resolves once they are; effects go
   * on after that. Where the store refuses, they hold in memory, and are stored with the next write.
   */
  const dispatch = (messages: readonly Message[], debts: readonly Debt[] = [], work?: Work): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ messages, debts, work, resolve, reject });
      if (waiting.length > 1) return;
      void inTurn(() => {
        const turns = waiting;
        waiting = [];
        return takeTurns(turns);
      });
    });

  return {
    dispatch,
    /** Stores what is not one machine's step, as one commit with the messages that it sends. */
    alter: (work: Work): Promise<void> => dispatch([], [], work),
    /** Writes what is derived, where it is behind. */
    refresh: (): Promise<void> => dispatch([]),
    /** Makes an instance that every later commit may count on. Stored with its first change. */
    give: (chart: Instance['chart'], id: string, input: unknown): void => {
      const [instance] = begin(chart, id, input);
      keep(instance);
    },
    /** The sync items in memory. */
    items: (): Instance[] => [...items.values()],
    /** All instances in memory but the sync items. */
    charts: (): Instance[] => [...charts.values()],
    find: (chart: Instance['chart'], id: string): Instance | null => find({ chart, id }) ?? null,
    /**
     * Takes stored records into memory, in turn with the commits. An instance already in memory stays as it is. Where
     * the keys are those of the store, one without a value is the rest of a removal in which a worker died, and goes.
     */
    restore: (
      records: ReadonlyArray<{ chart: Instance['chart']; id: string; key: string }>,
      areListed = false,
    ): Promise<void> =>
      inTurn(async () => {
        const absent = records.filter((record) => !find(record));
        const stored = absent.length > 0 ? await store.get(absent.map(({ key }) => key)) : {};
        for (const { chart, id, key } of absent) await restore(chart, id, key, stored[key]);
        const emptied = absent.flatMap(({ key }) => (stored[key] === undefined ? [key] : []));
        if (areListed && emptied.length > 0) await store.commit({}, emptied).catch(() => {});
      }),
    /**
     * Forgets every instance and removes everything that is stored, but for what `remain` gives, in one commit. What
     * else is under way is done for nobody then.
     */
    clear: (remain: () => Instance[], onCleared: () => void): Promise<void> =>
      inTurn(async () => {
        const remnants = remain();
        const recordOf = (remnant: Instance) => [
          codecs[remnant.chart].key(remnant),
          codecs[remnant.chart].encode(remnant),
        ];
        const writes = Object.fromEntries(remnants.map(recordOf));
        const removals = (await store.keys()).filter((key) => !(key in writes));
        await parts.onSaving([]);
        await store.commit(writes, removals);
        for (const instance of [...charts.values(), ...items.values()]) drop(instance);
        for (const kept of [unsaved.writes, unsaved.removals]) kept.clear();
        for (const remnant of remnants) keep(remnant);
        onCleared();
      }),
    /** Runs every effect that a former worker left undone; while a write is refused, the next one that is not does. */
    resume: (): void => {
      if (isAllSaved()) act();
    },
    /** The earliest deadline of any instance in memory but the sync items. */
    nextDeadline: (): EpochMs | null =>
      [...charts.values()].map(deadlineOf).reduce((least, due) => earliest(least, due), null),
  };
};

export type Runtime = ReturnType<typeof createRuntime>;
