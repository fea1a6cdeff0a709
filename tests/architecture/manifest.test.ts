import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXTENSION_KEY } from '../../contract/src/extension-identity.ts';
import manifest from '../../manifest.config.ts';

const granted = JSON.parse(JSON.stringify(await manifest));

test('the extension asks for these permissions, and for no more', () => {
  expect({
    permissions: granted.permissions,
    optional_permissions: granted.optional_permissions,
    host_permissions: granted.host_permissions,
    optional_host_permissions: granted.optional_host_permissions,
    matches: granted.content_scripts.flatMap(({ matches }: { matches: string[] }) => matches),
    incognito: granted.incognito,
    key: granted.key,
  }).toEqual({
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'idle',
      'contextMenus',
      'identity',
      'sidePanel',
      'scripting',
    ],
    optional_permissions: ['notifications'],
    host_permissions: ['https://github.com/*', 'http://127.0.0.1/*'],
    optional_host_permissions: ['https://*/*'],
    matches: ['https://github.com/*/*/pull/*'],
    incognito: 'not_allowed',
    key: EXTENSION_KEY,
  });
});

test('each permission stands beside what it is for', async () => {
  const source = await readFile(fileURLToPath(new URL('../../manifest.config.ts', import.meta.url)), 'utf8');
  const asked = [
    ...granted.permissions,
    ...granted.optional_permissions,
    ...granted.optional_host_permissions,
    'https://github.com/*',
  ];
  const unexplained = asked.filter(
    (name: string) => !source.split('\n').some((line) => line.includes(`'${name}'`) && line.includes(' // ')),
  );
  expect(unexplained).toEqual([]);
});

test('pages run the code of this build alone, and nobody else reaches in', () => {
  expect(granted.content_security_policy).toEqual({
    extension_pages: "script-src 'self'; object-src 'none'; base-uri 'none'",
  });
  for (const door of ['externally_connectable', 'web_accessible_resources', 'sandbox'])
    expect(granted).not.toHaveProperty(door);
});
