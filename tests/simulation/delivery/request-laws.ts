import type { Disk } from './disk.ts';
import type { Arrival, ModelBackend } from './model-backend.ts';

interface ItemRecord {
  id: string;
  session_id: string;
  user_id: string | null;
  snapshot: { owed?: { type: string }[] };
}

interface AuthRecord {
  owed?: { type: string }[];
}

const LONGEST_MS = 10_000;

/** Which effect of the sign-in a request is. */
const AUTH_EFFECTS: Record<string, string> = {
  '/auth/token': 'refresh',
  '/auth/revoke': 'revoke',
  '/auth/dev': 'signIn',
};

const bearerOf = ({ headers }: Arrival): string | null => {
  const claims = /^Bearer [^.]*\.([^.]*)\./.exec(headers.Authorization ?? '')?.[1];
  return claims === undefined ? null : (JSON.parse(atob(claims)) as { sub: string }).sub;
};

/** By what names the items that a request delivers may be found: their own ids, or those of their sessions. */
const namesOf = ({ method, path, headers, body }: Arrival, backend: ModelBackend): string[] => {
  if (path === '/api/sessions/batch')
    return (JSON.parse(body) as { sessions: { client_id: string }[] }).sessions.map(
      ({ client_id }) => client_id,
    );
  if (method !== 'DELETE') return [headers['Idempotency-Key'] ?? 'no key'];
  const deleted = backend.sessions.all().find(({ session_id }) => path.endsWith(`/${session_id}`));
  return deleted ? [deleted.client_id] : [];
};

/**
 * What holds of a request at the moment at which it leaves: what it does is owed by what is stored, its token is its
 * owner's, and it is given up after 10 s. Answers what does not hold.
 */
export const judgeRequest = (
  arrival: Arrival,
  givenUpAfterMs: unknown,
  disk: Disk,
  backend: ModelBackend,
): string[] => {
  const { method, path } = arrival;
  const found: string[] = [];
  if (!(Number(givenUpAfterMs) <= LONGEST_MS)) found.push(`${path} may take for ever`);
  const effect = AUTH_EFFECTS[path];
  if (effect !== undefined) {
    const { owed = [] } = (disk.read('auth') as AuthRecord | null | undefined) ?? {};
    if (!owed.some(({ type }) => type === effect)) found.push(`${path} was asked before that was stored`);
  }
  if (!path.startsWith('/api/') || method === 'GET') return found;
  const items = disk.below('syncQueue/').filter(Boolean) as ItemRecord[];
  const owing = items.filter(({ snapshot }) => (snapshot.owed ?? []).some(({ type }) => type === 'push'));
  for (const name of namesOf(arrival, backend)) {
    const owed = owing.filter(({ id, session_id }) => id === name || session_id === name);
    if (owed.length === 0) found.push(`${method} ${path} of ${name} left before that was stored`);
    for (const { user_id } of owed)
      if (user_id !== bearerOf(arrival))
        found.push(`an item of ${user_id} left with a token of ${bearerOf(arrival)}`);
  }
  return found;
};
