/** What never leaves the extension but towards its backend: tokens, and what pages call themselves. */
const SECRETS: ReadonlySet<string> = new Set([
  'authToken',
  'refreshToken',
  'refreshTokens',
  'unrevoked',
  'access_token',
  'refresh_token',
  'tokens',
  'title',
  'pr_title',
]);

/** A copy of a JSON value without the members that hold tokens or titles, however deep they lie. */
export const redact = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(redact) as T;
  if (typeof value !== 'object' || value === null) return value;
  const open = Object.entries(value).filter(([name]) => !SECRETS.has(name));
  return Object.fromEntries(open.map(([name, held]) => [name, redact(held)])) as T;
};
