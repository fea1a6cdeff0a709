import { expect, test } from 'vitest';
import { presetBackend } from '../../src/domain/backend-address.ts';

test.each([
  ['https://time.example.org', 'https://time.example.org'],
  ['https://time.example.org/', 'https://time.example.org'],
  ['https://TIME.example.org:8443/worktime/', 'https://time.example.org:8443/worktime'],
  ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ['http://[::1]:9000', 'http://[::1]:9000'],
])('a policy may name %s as the backend', (backendUrl, address) => {
  expect(presetBackend({ backendUrl })).toBe(address);
});

test.each([
  'http://time.example.org',
  'http://localhost.evil.example',
  'https://ada:secret@time.example.org',
  'ftp://127.0.0.1',
  'time.example.org',
  '',
  7,
  null,
  undefined,
])('no token goes to %j, whatever a policy says', (backendUrl) => {
  expect(presetBackend({ backendUrl })).toBeNull();
});
