import { expect } from 'vitest';
import type { KeptSession } from '../../scripts/demo-sessions.ts';
import type { World } from './world.ts';

/** Waits until `read` answers what `matcher` wants; the deadline is in milliseconds. */
export const eventually = <Value>(read: () => Value | Promise<Value>, timeout = 30_000) =>
  expect.poll(read, { timeout, interval: 100 });

/** A session as a test names it: what was reviewed, and how it stands. */
const outline = ({ repo_owner, repo_name, pr_number, status }: KeptSession): string =>
  `${repo_owner}/${repo_name} #${pr_number} ${status}`;

/** Waits until the backend keeps exactly these sessions, such as `acme/rocket #7 completed`, oldest first. */
export async function backendKeeps(
  world: World,
  outlines: string[],
  timeout?: number,
): Promise<KeptSession[]> {
  let kept: KeptSession[] = [];
  await eventually(async () => {
    kept = await world.kept();
    return kept.map(outline);
  }, timeout).toEqual(outlines);
  return kept;
}

/** What storage holds under keys that begin with `prefix`, such as `syncQueue/`. */
export async function storedUnder(world: World, prefix: string): Promise<Record<string, unknown>[]> {
  const stored = await world.stored();
  return Object.entries(stored)
    .filter(([key]) => key.startsWith(prefix))
    .map(([, value]) => value as Record<string, unknown>);
}

/** The session that counts now, as storage has it. */
export async function activeSession(world: World): Promise<Record<string, unknown> | undefined> {
  const { activeSession: active } = await world.stored();
  return active as Record<string, unknown> | undefined;
}

/** Holds a session to the attention that it really had, in milliseconds: 2 s is all that may be missing or too much. */
export function expectCounted(session: KeptSession | undefined, attentionMs: number): void {
  const errorMs = Math.abs((session?.duration_seconds ?? Number.NaN) * 1000 - attentionMs);
  expect(errorMs, `${session?.duration_seconds} s counted of ${attentionMs} ms`).toBeLessThanOrEqual(2_000);
}
