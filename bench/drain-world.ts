import { setTimeout as pause } from 'node:timers/promises';
import { createApiClient } from '../src/adapters/api-client.ts';
import { createHttp, type Http } from '../src/adapters/http.ts';
import { createRecordsClient } from '../src/adapters/records-client.ts';
import { systemChance } from '../src/adapters/system.ts';
import { createTokenManager } from '../src/adapters/token-manager.ts';
import { createWorkTime } from '../src/background/worktime.ts';
import { lastLocalDays } from '../src/domain/local-days.ts';
import { toEpochMs } from '../src/domain/time.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { BenchBackend } from './bench-backend.ts';
import { memoryStore, quietSurroundings } from './quiet-surroundings.ts';

const MINUTE_MS = 60_000;
const ZONE = 'Europe/Berlin';

/** The extension's core over a store in memory and the real backend, with reviews that ended while it was offline. */
export interface DrainWorld {
  /** Comes online and syncs; answers the milliseconds until nothing waits any more. */
  drain(): Promise<number>;
}

/** Requests to a backend that says nothing of the features that it has, as one with the seed's endpoints alone. */
const withoutFeatures = (http: Http): Http => ({
  request: async (path, init, schema) => {
    const answer = await http.request(path, init, schema);
    if (path !== '/health' || !answer.ok) return answer;
    return { ok: true, value: { ...(answer.value as object), features: [] } as never };
  },
});

/** Reviews so many pull requests offline, a minute each, the last one just now. */
export async function drainWorld(
  { url, grant }: BenchBackend,
  sessions: number,
  { batches }: { batches: boolean },
): Promise<DrainWorld> {
  const values = new Map<string, unknown>([
    ['authToken', grant.access_token],
    ['tokenExpiry', Date.now() + grant.expires_in * 1000],
    ['refreshToken', grant.refresh_token],
  ]);
  let behindMs = sessions * MINUTE_MS;
  let isOnline = false;
  const clock: Clock = {
    now: () => toEpochMs(Date.now() - behindMs),
    timeZone: () => ZONE,
    localDays: (count) => lastLocalDays(clock.now(), count),
  };
  const direct = createHttp(() => url, clock);
  const http = batches ? direct : withoutFeatures(direct);
  const worktime = createWorkTime({
    ...quietSurroundings(clock),
    store: memoryStore(values),
    clock,
    chance: systemChance,
    connectivity: { isOnline: () => isOnline },
    sessions: createApiClient(http),
    records: createRecordsClient(http),
    identity: createTokenManager({
      http,
      clock,
      window: { open: async () => null } as never,
      address: () => url,
    }),
    later: (ms, work) => void setTimeout(work, ms).unref(),
  });
  const command = async (wanted: Parameters<typeof worktime.command>[0]): Promise<void> => {
    const reply = await worktime.command(wanted);
    if (!reply.ok) throw new Error(reply.error.message);
  };
  await worktime.ready();
  for (let number = 1; number <= sessions; number += 1) {
    const data = { repo_owner: 'acme', repo_name: 'rocket', pr_number: number };
    await command({ type: 'START_SESSION', data });
    behindMs -= MINUTE_MS;
  }
  await command({ type: 'END_SESSION' });
  const waiting = () => [...values.keys()].filter((key) => key.startsWith('syncQueue/')).length;
  if (waiting() < sessions) throw new Error(`Only ${waiting()} items wait.`);
  return {
    drain: async () => {
      const began = performance.now();
      isOnline = true;
      await command({ type: 'NETWORK_CHANGED' });
      await command({ type: 'SYNC_NOW' });
      while (waiting() > 0) await pause(5);
      const elapsed = performance.now() - began;
      const failed = [...values.keys()].filter((key) => key.startsWith('failedSyncItems/')).length;
      if (failed > 0) throw new Error(`${failed} items failed.`);
      return elapsed;
    },
  };
}
