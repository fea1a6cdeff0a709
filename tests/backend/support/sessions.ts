import { randomUUID } from 'node:crypto';
import { SessionResource, type StartRequest } from '@worktime/contract';
import * as v from 'valibot';
import type { BackendUnderTest } from './backend-under-test.ts';

const MINUTE = 60_000;

/** The instant so many minutes before now, as it travels. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE).toISOString();
}

/** The instant so many milliseconds after another. */
export function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}

/** The body of a start, by default of a session that began two hours ago. */
export function aStart(changes: Partial<StartRequest> = {}): StartRequest {
  return {
    client_id: randomUUID(),
    repo_owner: 'octo',
    repo_name: 'hello-world',
    pr_number: 7,
    start_time: minutesAgo(120),
    time_zone: 'UTC',
    ...changes,
  };
}

/** Starts a session and answers its resource. */
export async function started(
  backend: BackendUnderTest,
  token: string,
  start: StartRequest = aStart(),
): Promise<SessionResource> {
  const answer = await backend.call('POST', '/api/sessions/start', { token, body: start });
  return v.parse(SessionResource, answer.body);
}

/** Starts a session and ends it after so many seconds, all of them counted. */
export async function completed(
  backend: BackendUnderTest,
  token: string,
  seconds = 600,
  start: StartRequest = aStart(),
): Promise<SessionResource> {
  const { session_id } = await started(backend, token, start);
  const body = { end_time: later(start.start_time, seconds * 1000), duration_seconds: seconds };
  const answer = await backend.call('PATCH', `/api/sessions/${session_id}/end`, { token, body });
  return v.parse(SessionResource, answer.body);
}
