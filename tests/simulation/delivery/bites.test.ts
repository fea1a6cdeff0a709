import { expect, test } from 'vitest';
import type { Ports } from '../../../src/background/ports.ts';
import { planOf } from './plan.ts';
import { play } from './play.ts';

const WORLDS = 300;

/** The number of the first world that shows that something is wrong with these ports; `null` where none does. */
const firstToTell = async (spoil: (ports: Ports) => Ports): Promise<number | null> => {
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const { violations } = await play(planOf(seed), spoil);
    if (violations.length > 0) return seed;
  }
  return null;
};

const spoils: [string, (ports: Ports) => Ports][] = [
  [
    'a store that says it has written before it has',
    (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        commit: async (writes, removals) => {
          ports.later(1, () => void ports.store.commit(writes, removals).catch(() => {}));
        },
      },
    }),
  ],
  [
    'requests under a new key each time',
    (ports) => ({
      ...ports,
      sessions: {
        ...ports.sessions,
        start: (body, token) => ports.sessions.start({ ...body, client_id: ports.chance.id() }, token),
      },
    }),
  ],
  [
    'a store that drops ended sessions before they are delivered',
    (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        commit: async (writes, removals) => {
          await ports.store.commit(writes, removals);
          const rows = Object.keys(writes).filter((key) => key.startsWith('sessionHistory/'));
          if (rows.length > 0) await ports.store.commit({}, rows);
        },
      },
    }),
  ],
  [
    'an alarm that is never set',
    (ports) => ({ ...ports, wakeUps: { ...ports.wakeUps, schedule: async () => {} } }),
  ],
  [
    'any answer taken for an acknowledgement',
    (ports) => ({
      ...ports,
      sessions: {
        ...ports.sessions,
        end: async (...request) => {
          const answer = await ports.sessions.end(...request);
          return answer.ok || answer.failure.kind !== 'unintelligible'
            ? answer
            : { ok: true, value: request[0] };
        },
      },
    }),
  ],
];

test.each(spoils)(
  `${WORLDS} worlds tell %s`,
  async (_, spoil) => {
    expect(await firstToTell(spoil)).not.toBeNull();
  },
  60_000,
);
