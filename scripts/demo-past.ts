import { V7Generator } from 'uuidv7';
import type { SessionRecord } from '../src/messages/session-record.ts';

const pullRequests: [repo: string, number: number, title: string][] = [
  ['acme/rocket', 3, 'Hold the countdown while a valve reports nothing'],
  ['acme/rocket', 5, 'Retry telemetry uploads with the key of the first attempt'],
  ['acme/launchpad', 61, 'Draw the flight path from the recorded positions'],
  ['acme/launchpad', 64, 'Show the fuel that is left beside the clock'],
  ['acme/telemetry', 118, 'Read sensor frames without copying them'],
  ['acme/telemetry', 121, 'Drop frames that arrive after the landing'],
  ['acme/docs', 9, 'Say how a launch is called off'],
];

/** Days without a review, counted back from today: weekends and a day off. */
const isFree = (day: Date): boolean => day.getDay() % 6 === 0 || day.getDate() % 11 === 0;

const DAYS = 29;
const MINUTE_MS = 60_000;

/** Reviews of the four weeks before `now`, as an export holds them, for pictures that show more than one day. */
export const pastReviews = (now: Date): SessionRecord[] => {
  const ids = new V7Generator();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return Array.from({ length: DAYS * 3 }, (_, index): SessionRecord[] => {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS + Math.floor(index / 3));
    const [repo, number, title] = pullRequests[(index * 5) % pullRequests.length] ?? ['acme/rocket', 1, ''];
    const [repo_owner = '', repo_name = ''] = repo.split('/');
    const minutes = 9 + ((index * 17) % 41);
    const start = day.getTime() + (9 + (index % 3) * 3) * 60 * MINUTE_MS + ((index * 7) % 50) * MINUTE_MS;
    const end = start + minutes * MINUTE_MS;
    const [start_time, end_time] = [new Date(start).toISOString(), new Date(end).toISOString()];
    if (isFree(day) || start > now.getTime() - 60 * MINUTE_MS) return [];
    return [
      {
        id: ids.generateOrResetWithTs(start).toString(),
        host: 'github.com',
        repo_owner,
        repo_name,
        pr_number: number,
        pr_title: title,
        start_time,
        end_time,
        duration_seconds: minutes * 60,
        time_zone: timeZone,
        intervals: [[start_time, end_time]],
        synced: false,
      },
    ];
  }).flat();
};
