import type { Instance } from './charts.ts';
import { begin } from './decide.ts';

/**
 * What stays of a sign-in where everything else is erased: that a server has yet to hear of a sign-out, and nothing of
 * who it was. `null` where it has heard of all.
 */
export const owedRevokesOf = (auth: Instance): Instance | null => {
  const { unrevoked, revokeAttempts, nextAttemptAt } = auth.context;
  const owed = auth.owed.filter(({ type }) => type === 'revoke');
  const isOwing = owed.length > 0 || (Array.isArray(unrevoked) && unrevoked.length > 0);
  if (!isOwing) return null;
  const [anew] = begin(auth.chart, auth.id, undefined);
  return { ...anew, context: { ...anew.context, unrevoked, revokeAttempts, nextAttemptAt }, owed };
};
