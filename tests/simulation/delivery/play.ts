import type { Ports } from '../../../src/background/ports.ts';
import type { Reply } from '../../../src/messages/commands.ts';
import { judgeEnd } from './laws.ts';
import type { Deed, Plan } from './plan.ts';
import { createTruth, type Truth } from './truth.ts';
import { findWedges } from './wedges.ts';
import { createWorld } from './world.ts';

/** What a world came to. */
export interface Outcome {
  violations: string[];
  /** What happened, for a person who looks for the reason. */
  trace: string[];
  figures: {
    sessions: number;
    requests: number;
    writes: number;
    breaths: number;
    lives: number;
    healedInMs: number;
    befallen: Map<string, number>;
  };
}

type Act = { at: number } & (Exclude<Deed, { do: 'review' | 'visit' }> | Step);
type Step =
  | { at: number; do: 'start' | 'end'; review: number; number: number }
  | { at: number; do: 'open' | 'close'; tab: number; number: number }
  | { at: number; do: 'online' }
  | { at: number; do: 'clear-sky' };

/** A worker that dies in the middle of noting evidence leaves a gap: within this nothing is lost by it. */
const CHECKPOINT_MS = 60_000;
const LONGEST_ANSWER_MS = 60_000;
const QUARTER_MS = 15 * 60_000;

const stepsOf = (deed: Deed, index: number): Act[] => {
  const { at } = deed;
  switch (deed.do) {
    case 'review': {
      const { number } = deed;
      return [
        { at, do: 'start', review: index, number },
        { at: at + deed.seconds * 1000, do: 'end', review: index, number },
      ];
    }
    case 'visit': {
      const { number } = deed;
      return [
        { at, do: 'open', tab: index, number },
        { at: at + deed.seconds * 1000, do: 'close', tab: index, number },
      ];
    }
    case 'offline':
      return [deed, { at: at + deed.forMs, do: 'online' }];
    case 'weather':
      return [deed, { at: at + deed.forMs, do: 'clear-sky' }];
    default:
      return [deed];
  }
};

/** Plays a plan to its end, heals the world, lets time go on, and judges what came of it. */
export const play = async (plan: Plan, spoil?: (ports: Ports) => Ports): Promise<Outcome> => {
  const truth: Truth = createTruth({
    now: () => world.now(),
    clockSetMsAgo: () => world.timeline.now() - world.shiftedAt(),
  });
  const violations: string[] = [];
  const trace: string[] = [];
  let isChanged = true;
  let wasBusy = false;
  let seenDeaths = 0;
  const note = (what: string): void =>
    void trace.push(`${(world.timeline.now() / 1000).toFixed(3)} s  ${what}`);
  const world = createWorld(plan, {
    onWritten: (items) => {
      isChanged = true;
      for (const [key, value] of Object.entries(items)) truth.onWritten(key, value);
    },
    onStill: (still) => {
      const { deaths } = still.figures;
      const isBusy = still.isBusy();
      if (!isChanged && isBusy === wasBusy && deaths === seenDeaths && still.unsavedSince() === null) return;
      isChanged = false;
      wasBusy = isBusy;
      seenDeaths = deaths;
      for (const wedge of findWedges(still)) if (!violations.includes(wedge)) violations.push(wedge);
    },
    ...(spoil ? { spoil } : {}),
  });
  const users = new Set<string>(['ada']);

  /** Sends a command as an open popup does: again, where the worker died of it. */
  const ask = async (command: unknown): Promise<Reply | undefined> => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const outcome = world.happen((app) => app.command(command as never));
      const lives = world.figures.lives;
      const isLost = () => !world.isAlive() || world.figures.lives !== lives;
      await world.advance(LONGEST_ANSWER_MS, () => outcome.isOver || isLost());
      if (outcome.result) return outcome.result;
    }
    return undefined;
  };

  const signIn = async (user: string, lifetimeMs: number, by: 'storage' | 'command'): Promise<void> => {
    users.add(user);
    if (by === 'command') {
      await ask({ type: 'SIGN_OUT' });
      await ask({ type: 'SIGN_IN_LOCALLY', data: { login: user } });
      return;
    }
    const issued = world.backend.tokens.issue(user, lifetimeMs);
    const tokens = {
      authToken: issued.access_token,
      tokenExpiry: world.now() + lifetimeMs,
      refreshToken: issued.refresh_token,
    };
    void world.disk.area.set(tokens).then(
      () => void world.happen((app) => app.storageChanged(['authToken'])),
      () => {},
    );
  };

  const perform = async (act: Act): Promise<void> => {
    note(JSON.stringify(act));
    switch (act.do) {
      case 'start': {
        const from = world.now();
        const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: act.number };
        truth.disturb();
        const { refusals } = world.figures;
        const isFirst = world.disk.below('session/').every((stored) => stored === null);
        const reply = await ask({ type: 'START_SESSION', data });
        const isStored = world.figures.refusals === refusals;
        const id = reply?.ok ? (reply.session as { id: string } | null)?.id : undefined;
        for (const other of truth.reviews.values()) if (other.id === id) return;
        if (id !== undefined)
          truth.reviews.set(act.review, {
            id,
            began: [from, world.now()],
            ended: null,
            deaths: world.figures.uncleanDeaths,
            isDisturbed: !isStored || !isFirst || world.tabs.size > 0,
          });
        return;
      }
      case 'end': {
        const review = truth.reviews.get(act.review);
        if (!review) return;
        const from = world.now();
        await ask({ type: 'END_SESSION', data: { id: review.id } });
        review.ended = [from, world.now()];
        const isLong = from - review.began[0] > CHECKPOINT_MS;
        if (isLong && world.figures.uncleanDeaths > review.deaths) review.isDisturbed = true;
        return;
      }
      case 'open':
        truth.disturb();
        world.tabs.set(act.tab, `https://github.com/acme/rocket/pull/${act.number}`);
        world.happen((app) => app.take({ at: world.now() as never, tabId: act.tab, byPerson: true }));
        return;
      case 'close':
        world.tabs.delete(act.tab);
        world.happen((app) => app.take({ at: world.now() as never, tabId: act.tab, removed: true }));
        return;
      case 'sign-in':
        return signIn(act.user, act.lifetimeMs, act.by);
      case 'sign-out':
        await ask({ type: 'SIGN_OUT' });
        return;
      case 'sync':
        await ask({ type: 'SYNC_NOW' });
        return;
      case 'retry-failed':
        for (const id of truth.owners.keys()) await ask({ type: 'RETRY_SESSION', data: { id } });
        return;
      case 'offline':
      case 'online':
        world.network.isOnline = act.do === 'online';
        if (act.do === 'online' || act.isNoticed) world.happen((app) => app.networkChanged());
        return;
      case 'weather':
        world.network.weather = act.kind;
        return;
      case 'clear-sky':
        world.network.weather = null;
        return;
      case 'kill-worker':
        world.kill();
        return;
      case 'restart-browser':
        truth.disturb();
        world.restartBrowser(act.isTorn);
        if (act.isTorn) truth.onTorn((key) => world.disk.read(key) !== undefined);
        return;
      case 'update':
        world.update();
        return;
      case 'clock':
        truth.disturb();
        world.shiftClock(act.byMs);
        return;
      case 'sleep':
        truth.disturb();
        world.sleep(act.forMs);
        return;
      case 'lose-alarm':
        truth.disturb();
        world.loseAlarm();
        return;
      case 'ring':
        world.happen((app) => app.wakeUp());
        return;
      case 'revoke-access':
        world.backend.tokens.revokeAccess();
        return;
      case 'revoke-family':
        world.backend.tokens.revokeFamilies();
        return;
    }
  };

  const owed = (): number =>
    [...world.disk.below('syncQueue/'), ...world.disk.below('failedSyncItems/')].filter(Boolean).length;

  /** Whether the popup still counts what is delivered: the next sync counts anew. */
  const isBehind = (): boolean =>
    ((world.disk.read('view') as { sync: { pending: number } } | undefined)?.sync.pending ?? 0) > 0;

  /** Everything is well again; the person ends what is open, retries what was refused, and every person signs in once. */
  const heal = async (): Promise<void> => {
    note('healed');
    truth.disturb();
    world.heal();
    world.tabs.clear();
    world.happen((app) => app.take({ at: world.now() as never, byPerson: true }));
    world.happen((app) => app.networkChanged());
    await world.advance(1_000);
    for (const review of truth.reviews.values())
      if (review.ended === null) await ask({ type: 'END_SESSION', data: { id: review.id } });
    const isDelivered = (): boolean =>
      owed() === 0 && world.disk.below('session/').filter(Boolean).length === 0;
    await world.advance(QUARTER_MS + 60_000, isDelivered);
    for (const user of users) {
      if (isDelivered()) break;
      note(`${user} signs in again`);
      await signIn(user, 900_000, 'storage');
      await world.advance(QUARTER_MS + 60_000, isDelivered);
    }
    if (!isDelivered()) {
      note('the person retries what failed');
      for (const user of users) {
        await signIn(user, 900_000, 'storage');
        for (const id of truth.owners.keys()) await ask({ type: 'RETRY_SESSION', data: { id } });
        await world.advance(60 * 60_000 + QUARTER_MS, isDelivered);
      }
    }
    await world.advance(1_000);
    if (isBehind()) await world.advance(QUARTER_MS + 60_000);
  };

  const deeds = plan.entries.filter((entry): entry is Deed => 'do' in entry);
  const acts = deeds.flatMap(stepsOf).sort((a, b) => a.at - b.at);
  for (const act of acts) {
    await world.advance(Math.max(0, act.at - world.timeline.now()));
    await perform(act);
  }
  await world.advance(1_000);
  const brokeAt = world.timeline.now();
  await heal();
  return {
    violations: [
      ...world.defects,
      ...world.backend.violations,
      ...truth.violations,
      ...violations,
      ...judgeEnd(world, truth),
    ],
    trace,
    figures: {
      sessions: truth.rows.size,
      requests: world.network.requests(),
      writes: world.figures.writes,
      breaths: world.figures.breaths,
      lives: world.figures.lives,
      healedInMs: world.timeline.now() - brokeAt,
      befallen: world.network.befallen,
    },
  };
};
