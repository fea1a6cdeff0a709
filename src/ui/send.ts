import * as v from 'valibot';
import { type Command, type RefusalReason, type Reply, refusalReasons } from '../messages/commands.ts';
import { say, type Word } from './words.ts';

const ReplySchema: v.GenericSchema<unknown, Reply> = v.union([
  v.looseObject({ ok: v.literal(true) }),
  v.object({
    ok: v.literal(false),
    error: v.object({
      code: v.picklist(['malformed', 'forbidden', 'not-possible', 'failed']),
      reason: v.exactOptional(v.fallback(v.picklist(refusalReasons), 'defect')),
      message: v.string(),
    }),
  }),
]);

const refusals: Record<RefusalReason, Word> = {
  defect: 'error_defect',
  excluded: 'error_excluded',
  'no-answer': 'error_server_silent',
  'no-open-session': 'error_no_open_session',
  'no-such-sign-in': 'error_no_such_sign_in',
  offline: 'error_offline',
  'signed-out': 'error_signed_out',
  'tracking-off': 'error_tracking_off',
  'unknown-gap': 'error_unknown_gap',
  'unknown-session': 'error_unknown_session',
  unsound: 'error_unsound',
};

/** The reply with its refusal in the person's language, where it says why. */
const worded = (reply: Reply): Reply =>
  reply.ok || reply.error.reason === undefined
    ? reply
    : { ok: false, error: { ...reply.error, message: say(refusals[reply.error.reason]) } };

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
    return parsed.success ? worded(parsed.output) : unreachable();
  } catch {
    return unreachable();
  }
};
