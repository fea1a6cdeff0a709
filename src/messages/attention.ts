import type { PageEvidence } from '../domain/attention.ts';
import { parseTitle } from '../domain/pull-request.ts';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import type { AttentionReport } from './commands.ts';

/** A report as evidence. What claims to come from the future happened now. */
export const readEvidence = (
  { visible, inputAt, input, awakeUntil, title }: AttentionReport['data'],
  at: EpochMs,
): PageEvidence => ({
  at,
  visible,
  inputAt: toEpochMs(Math.min(inputAt, at)),
  input: input ?? 'look',
  ...(awakeUntil === undefined ? {} : { awakeUntil: toEpochMs(Math.min(awakeUntil, at)) }),
  title: parseTitle(title),
});
