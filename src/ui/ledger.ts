import * as v from 'valibot';
import { BEGIN_CAUSES, END_CAUSES, INPUT_KINDS } from '../domain/cause.ts';
import { type EpochMs, toEpochMs } from '../domain/time.ts';
import type { Ledger } from '../domain/view.ts';

const Instant = v.pipe(
  v.number(),
  v.transform((ms): EpochMs => toEpochMs(ms)),
);

const LedgerSchema = v.object({
  id: v.string(),
  stretches: v.array(
    v.object({
      start: Instant,
      end: Instant,
      began: v.nullable(v.picklist(BEGIN_CAUSES)),
      ended: v.nullable(v.picklist(END_CAUSES)),
      inputAt: v.nullable(Instant),
      input: v.nullable(v.picklist(INPUT_KINDS)),
    }),
  ),
});

/** Reads what is stored under `LEDGER_KEY`; `null` where there is nothing, or nothing that can be read. */
export const readLedger = (stored: unknown): Ledger | null => {
  const parsed = v.safeParse(LedgerSchema, stored);
  return parsed.success ? parsed.output : null;
};
