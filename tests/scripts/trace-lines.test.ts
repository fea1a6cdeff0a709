import { expect, it } from 'vitest';
import { clockTime } from '../../scripts/inspection-lines.ts';
import { traceLines } from '../../scripts/trace-lines.ts';
import { toEpochMs } from '../../src/domain/time.ts';

it('a saved trace reads like an inspected run: what happened, why, from where to where, and until when', () => {
  const at = toEpochMs(Date.UTC(2026, 0, 5, 9));
  const dueAt = toEpochMs(at + 4_000);
  const item = { machine: 'syncItem', id: 'syncItem 1', at } as const;
  expect(
    traceLines([
      { ...item, event: 'made', cause: 'session.end', from: null, to: 'queued', dueAt: null },
      { ...item, event: 'push.failed', cause: 'busy', from: 'sending', to: 'retrying', dueAt },
      { ...item, event: 'item.adopted', cause: null, from: 'queued', to: 'queued', dueAt: null },
    ]),
  ).toEqual([
    `${clockTime(at)}  syncItem 1  made (session.end)  new → queued`,
    `${clockTime(at)}  syncItem 1  push.failed (busy)  sending → retrying`,
    `      due at ${clockTime(dueAt)}, in 4.0 s`,
    `${clockTime(at)}  syncItem 1  item.adopted  queued`,
  ]);
});
