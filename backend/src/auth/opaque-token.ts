const encoder = new TextEncoder();

/** 256 random bits as base64url: 43 characters. */
export function randomToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The SHA-256 of a text as base64url. Opaque tokens are stored as this and nothing else; S256 of RFC 7636 is the same. */
export async function hashToken(token: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(token))));
}

/**
 * The one token that belongs to `token` for a purpose: an HMAC under the backend's secret, so that it can be had again at
 * any time without being stored, while nobody else can compute it from a token or from a stored hash.
 */
export async function derivedToken(
  secret: Uint8Array,
  purpose: 'refresh-token-successor' | 'github-code-verifier',
  token: string,
): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return base64url(
    new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`${purpose}:${token}`))),
  );
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
