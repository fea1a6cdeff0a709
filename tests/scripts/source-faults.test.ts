import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dangersIn, secretsIn } from '../../scripts/source-faults.ts';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = [
  base64url({ alg: 'HS256' }),
  base64url({ sub: 'ada', exp: 1 }),
  randomBytes(32).toString('base64url'),
];
const letters = (length: number): string => randomBytes(length).toString('hex').slice(0, length);
const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a secret is found', () => {
  test.each([
    ['a private key', pem],
    ['a private key', pem.replace('PRIVATE', 'RSA PRIVATE')],
    ['a JSON Web Token', `const header = 'Bearer ${jwt.join('.')}';`],
    ['a GitHub token', `gho_${letters(36)}`],
    ['a GitHub token', `github_pat_${letters(40)}`],
    ['an npm token', `//registry/:_authToken=npm_${letters(36)}`],
    ['an AWS key', `AKIA${letters(16).toUpperCase()}`],
    ['a secret that is spelled out', `JWT_SECRET="a1${letters(40)}"`],
    ['a secret that is spelled out', `{ "client_secret": "a1${letters(40)}" }`],
  ])('%s', (name, text) => {
    expect(secretsIn(`first\n${text}`)).toEqual([`line 2: ${name}`]);
  });
});

test('words about secrets, short stand-ins and what is made at run time are none', () => {
  for (const text of [
    "authorization: 'Bearer gho_secret'",
    "export const SECRET = 'a secret of the tests, longer than 32 bytes';",
    "const secret = randomBytes(32).toString('hex');",
    '-----BEGIN CERTIFICATE-----',
    "secrets: ['JWT_SECRET', 'GITHUB_CLIENT_SECRET']",
    'tokenExpiry: 1_800_000_000_000',
  ])
    expect(secretsIn(text), text).toEqual([]);
});

describe('what lets text become more than text is found', () => {
  test.each([
    'element.innerHTML = title;',
    "element.insertAdjacentHTML('beforeend', title);",
    '<p dangerouslySetInnerHTML={{ __html: title }} />',
    'document.write(title);',
    'eval(title);',
    "new Function('return 1')",
    "setTimeout('work()', 1);",
    '<script src="https://cdn.example/x.js"></script>',
    "await import('https://cdn.example/x.js');",
    'chrome.runtime.onMessageExternal.addListener(listen);',
  ])('%s', (text) => {
    expect(dangersIn(text)).toHaveLength(1);
  });

  test('and nothing else', () => {
    for (const text of ['element.textContent = title;', 'setTimeout(work, 1);', '// evaluate'])
      expect(dangersIn(text), text).toEqual([]);
  });
});
