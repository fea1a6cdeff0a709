import type { Command, Reply } from '../../../src/messages/commands.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

/** People at a browser, who use the popup and the tabs of a simulated world. */
export interface Person {
  /** Sends a command as an open popup does: again, where the worker died of it. */
  ask(command: Command): Promise<Reply | undefined>;
  /** A token comes into the storage by the popup, or from elsewhere. */
  signIn(user: string, lifetimeMs: number, by: 'storage' | 'command'): Promise<void>;
  /** Everybody who was ever signed in. */
  users: ReadonlySet<string>;
  /** Begins a review by hand; it is the one of that place in the plan. */
  beginReview(place: number, number: number): Promise<void>;
  endReview(place: number): Promise<void>;
  retryFailed(): Promise<void>;
  openTab(tab: number, number: number): void;
  closeTab(tab: number): void;
}

/** A worker that dies in the middle of noting evidence leaves a gap: within this nothing is lost by it. */
const CHECKPOINT_MS = 60_000;
const LONGEST_ANSWER_MS = 60_000;
const MOST_ATTEMPTS = 10;

export const createPerson = (world: World, truth: Truth): Person => {
  const { clock, workers, disk, tabs } = world;
  const users = new Set<string>(['ada']);

  const person: Person = {
    users,
    ask: async (command) => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        const asked = workers.happen((app) => app.command(command));
        const { lives } = workers.figures;
        const isLost = () => !workers.isAlive() || workers.figures.lives !== lives;
        await world.advance(LONGEST_ANSWER_MS, () => asked.isOver || isLost());
        if (asked.result) return asked.result;
      }
      return undefined;
    },
    signIn: async (user, lifetimeMs, by) => {
      users.add(user);
      if (by === 'command') {
        await person.ask({ type: 'SIGN_OUT' });
        await person.ask({ type: 'SIGN_IN_LOCALLY', data: { login: user } });
        return;
      }
      const issued = world.backend.tokens.issue(user, lifetimeMs);
      const tokens = {
        authToken: issued.access_token,
        tokenExpiry: clock.now() + lifetimeMs,
        refreshToken: issued.refresh_token,
      };
      void disk.area.set(tokens).then(
        () => void workers.happen((app) => app.storageChanged(['authToken'])),
        () => {},
      );
    },
    beginReview: async (place, number) => {
      const from = clock.now();
      truth.disturb();
      const { refusals } = world.figures;
      const isFirst = disk.below('session/').every((stored) => stored === null);
      const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number };
      const reply = await person.ask({ type: 'START_SESSION', data });
      const isStored = world.figures.refusals === refusals;
      const id = reply?.ok ? (reply.session as { id: string } | null)?.id : undefined;
      if (id === undefined || [...truth.reviews.values()].some((other) => other.id === id)) return;
      truth.reviews.set(place, {
        id,
        began: [from, clock.now()],
        ended: null,
        deaths: workers.figures.uncleanDeaths,
        isDisturbed: !isStored || !isFirst || tabs.size > 0,
      });
    },
    endReview: async (place) => {
      const review = truth.reviews.get(place);
      if (!review) return;
      const from = clock.now();
      await person.ask({ type: 'END_SESSION', data: { id: review.id } });
      review.ended = [from, clock.now()];
      const isLong = from - review.began[0] > CHECKPOINT_MS;
      if (isLong && workers.figures.uncleanDeaths > review.deaths) review.isDisturbed = true;
    },
    retryFailed: async () => {
      for (const id of truth.owners.keys()) await person.ask({ type: 'RETRY_SESSION', data: { id } });
    },
    openTab: (tab, number) => {
      truth.disturb();
      tabs.set(tab, `https://github.com/acme/rocket/pull/${number}`);
      workers.happen((app) => app.take({ at: clock.now(), tabId: tab, byPerson: true }));
    },
    closeTab: (tab) => {
      tabs.delete(tab);
      workers.happen((app) => app.take({ at: clock.now(), tabId: tab, removed: true }));
    },
  };
  return person;
};
