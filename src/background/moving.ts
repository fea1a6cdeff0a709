import { presetBackend } from '../domain/backend-address.ts';
import { TOKEN_KEYS } from '../messages/keys.ts';
import { BACKEND_KEY } from './backend-status.ts';
import { AUTH_ID, codecs, type Instance } from './charts.ts';
import { owedRevokesOf } from './owed-revokes.ts';
import type { Ports } from './ports.ts';

/** The key of the backend that the organisation set, as the last worker knew it; absent where it set none. */
export const ADDRESS_KEY = 'backendAddress';

type Parts = Pick<Ports, 'store' | 'address'>;

/** What the last worker knew: a browser that has just begun may not have read its policy yet, which signs nobody out. */
export const presetIn = (stored: Record<string, unknown>): string | null =>
  presetBackend({ backendUrl: stored[ADDRESS_KEY] });

/**
 * Forgets what only the former backend may see or has said, where `preset` is another: tokens, revokes that are owed,
 * and what is known of its data. The queue stays, for whoever it belongs to. Nothing is sent before this resolves; it
 * answers what is stored then.
 */
export const settleAddress = async (
  { store, address }: Parts,
  stored: Record<string, unknown>,
  preset: string | null,
): Promise<Record<string, unknown>> => {
  if (presetIn(stored) === preset) {
    address.hold(preset);
    return stored;
  }
  const writes: Record<string, unknown> = preset === null ? {} : { [ADDRESS_KEY]: preset };
  const auth = codecs.auth.decode(AUTH_ID, (await store.get([AUTH_ID]))[AUTH_ID]);
  if (auth !== null)
    writes[AUTH_ID] = codecs.auth.encode({ ...auth, owed: [], context: { ...auth.context, unrevoked: [] } });
  const gone = [...TOKEN_KEYS, BACKEND_KEY, ...(preset === null ? [ADDRESS_KEY] : [])];
  await store.commit(writes, gone);
  address.hold(preset);
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !gone.includes(key)));
};

const isSignedOut = ({ value }: Instance): boolean =>
  typeof value === 'object' && value !== null && 'reauth' in value && value.reauth === 'signedOut';

/**
 * The same in a worker that lives, as where the browser learns of a policy only after it has begun, or of none any more.
 * Only where the former backend gave no token and is owed no revoke. Answers whether another backend holds now.
 */
export const followAddress = async (parts: Parts, auth: Instance | null): Promise<boolean> => {
  const { store, address } = parts;
  const before = address.preset();
  if (auth !== null && isSignedOut(auth) && auth.owed.length === 0 && owedRevokesOf(auth) === null)
    await settleAddress(parts, await store.get([ADDRESS_KEY]), await address.read());
  return address.preset() !== before;
};
