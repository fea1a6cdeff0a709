import type { Change } from './decide.ts';

/** Who has just become able to send, if anybody has. */
export const signedIn = (changes: readonly Change[]): string | null => {
  const change = changes.find(({ after }) => after?.chart === 'auth');
  return change?.after?.value === 'valid' && change.before?.value !== 'valid'
    ? (change.after.context.user as string)
    : null;
};

/** Whether a commit may have made something sendable: a new or freed item, or a sign-in. */
export const startsDelivery = ({ before, after }: Change): boolean => {
  const instance = after ?? before;
  if (instance?.chart === 'auth') return after?.value === 'valid' && before?.value !== 'valid';
  return instance?.chart === 'syncItem' && after?.value !== 'sending';
};

/** Whether a commit delivered something. */
export const endsDelivery = ({ before, after }: Change): boolean =>
  before?.chart === 'syncItem' && after === null;
