const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether an address is of this machine. */
export const isOnThisMachine = (address: string): boolean =>
  LOOPBACK.includes(URL.parse(address)?.hostname ?? '');

/** The backend that a policy names, without a slash at the end, where tokens may go there: encrypted, or on this machine. */
export const presetBackend = ({ backendUrl }: Record<string, unknown>): string | null => {
  const url = typeof backendUrl === 'string' ? URL.parse(backendUrl) : null;
  if (url === null || url.username + url.password !== '') return null;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isOnThisMachine(url.href));
  return isSafe ? (url.origin + url.pathname).replace(/\/+$/, '') : null;
};
