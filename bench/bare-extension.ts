import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the worker of a bare extension does with every message before it answers. */
const bodies = {
  ping: '',
  'one key an item': 'await chrome.storage.local.set({ [message.key]: message.value });',
  'one read, one write':
    "await chrome.storage.local.get('fact'); await chrome.storage.local.set({ fact: message });",
  'one read, one transition, one write':
    "const { fact } = await chrome.storage.local.get('fact'); await chrome.storage.local.set({ fact: step(fact) });",
};

export type BareWork = keyof typeof bodies;

/** Writes an extension that consists of nothing but a worker which answers messages, after `library` has run. */
export async function writeBareExtension(folder: string, work: BareWork, library = ''): Promise<void> {
  const manifest = {
    manifest_version: 3,
    name: `bare: ${work}`,
    version: '1',
    permissions: ['storage', 'unlimitedStorage'],
    background: { service_worker: 'worker.js' },
  };
  const worker = `${library}
const work = async (message) => { ${bodies[work]} };
chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  void work(message).then(() => sendResponse({ ok: true }));
  return true;
});
`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'worker.js'), worker);
}
