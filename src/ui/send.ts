import * as v from 'valibot';
import type { Command, Reply } from '../messages/commands.ts';
import { say } from './words.ts';

const ReplySchema: v.GenericSchema<unknown, Reply> = v.union([
  v.looseObject({ ok: v.literal(true) }),
  v.object({
    ok: v.literal(false),
    error: v.object({
      code: v.picklist(['malformed', 'forbidden', 'not-possible', 'failed']),
      message: v.string(),
    }),
  }),
]);

const unreachable = (): Reply => ({
  ok: false,
  error: {
    code: 'failed',
    message: say('error_no_answer'),
  },
});

/** Sends a command to the service worker. A worker that cannot be reached is a refusal too: this never rejects. */
export const send = async (command: Command): Promise<Reply> => {
  try {
    const answer: unknown = await chrome.runtime.sendMessage(command);
    const parsed = v.safeParse(ReplySchema, answer);
    return parsed.success ? parsed.output : unreachable();
  } catch {
    return unreachable();
  }
};
