import * as v from 'valibot';

/**
 * The answer of `GET /health`. `time` is the server's clock. `epoch` names one unbroken life of the data: another
 * value than the one seen before means that acknowledged writes may be gone (a restored backup) and are to be sent again.
 */
export const Health = v.object({
  status: v.literal('ok'),
  version: v.string(),
  time: v.string(),
  features: v.optional(v.array(v.string())),
  epoch: v.optional(v.string()),
});
export type Health = v.InferOutput<typeof Health>;
