import {
  type DailyStats,
  isTimeZone,
  placeOnDays,
  STATS_DAYS_DEFAULT,
  STATS_DAYS_MAX,
} from '@worktime/contract';
import { Hono, type MiddlewareHandler } from 'hono';
import type { AppEnv, Dependencies } from '../dependencies.ts';
import { problemResponse, refuse } from '../http/problem.ts';
import { readQuery, readWholeNumber } from '../http/query.ts';
import { onlyAllow } from '../http/routing.ts';
import { lastLocalDays } from './daily.ts';
import { countedTimes, latestTimeZone } from './stats.store.ts';

/** Everything below `/api/stats`. Without `time_zone`, days are those of the person's latest session's zone, or UTC. */
export function statsRoutes(
  { database, now }: Dependencies,
  signedIn: MiddlewareHandler<AppEnv>,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/daily', signedIn, async (c) => {
    const query = readQuery(c.req.url, ['days', 'time_zone']);
    if (!query.ok) return problemResponse(query.refusal);
    const days = readWholeNumber(query.value, 'days', {
      min: 1,
      max: STATS_DAYS_MAX,
      fallback: STATS_DAYS_DEFAULT,
    });
    if (!days.ok) return problemResponse(days.refusal);
    const asked = query.value.get('time_zone');
    if (asked !== undefined && !isTimeZone(asked)) {
      const unknown = refuse(
        400,
        'invalid_request',
        'time_zone: expected an IANA name such as Europe/Berlin.',
      );
      return problemResponse(unknown.refusal);
    }
    const timeZone = asked ?? (await latestTimeZone(database, c.var.personId)) ?? 'UTC';
    const localDays = lastLocalDays(now(), days.value, timeZone);
    const times = await countedTimes(database, c.var.personId, localDays.boundaries[0] ?? 0);
    c.set('isPersonMet', times.length > 0);
    const answer: DailyStats = {
      stats: placeOnDays(localDays, times),
      days: days.value,
      time_zone: timeZone,
    };
    return c.json(answer);
  });
  routes.all('/daily', onlyAllow('GET'));

  return routes;
}
