import type { Change } from './decide.ts';

/** Whether a change lets requests be made in a person's name that could not be made before. */
const isNewcomer = ({ before, after }: Change): boolean =>
  after?.chart === 'auth' &&
  after.value === 'valid' &&
  (before?.value !== 'valid' || before.context.user !== after.context.user);

/** Who has just become able to send, if anybody has. */
export const signedIn = (changes: readonly Change[]): string | null =>
  (changes.find(isNewcomer)?.after?.context.user as string | undefined) ?? null;

/** Whether somebody has just signed in, rather than had a token renewed. */
export const isSignIn = (changes: readonly Change[]): boolean =>
  changes.some(
    (change) =>
      isNewcomer(change) &&
      (change.before?.value !== 'refreshing' || change.before.context.user !== change.after?.context.user),
  );

/** Whether a commit may have made something sendable: a new or freed item, or a sign-in. */
export const startsDelivery = (change: Change): boolean => {
  const { before, after } = change;
  const isItem = (after ?? before)?.chart === 'syncItem';
  return isItem ? after?.value !== 'sending' : isNewcomer(change);
};

/** Whether a commit delivered something. */
export const endsDelivery = ({ before, after }: Change): boolean =>
  before?.chart === 'syncItem' && after === null;
