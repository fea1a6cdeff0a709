import * as v from 'valibot';
import { Command, type SettingsChange } from '../../messages/commands.ts';
import { say } from '../words.ts';

/** What a person has typed, read as an entry of a list, or why it is none. */
export type ReadEntry = { entry: string } | { problem: string };

const isAccepted = (data: SettingsChange): boolean =>
  v.safeParse(Command, { type: 'CHANGE_SETTINGS', data }).success;

/** The entries that the worker takes. One that it does not take would keep it from taking the others. */
export const acceptable = (name: 'excluded' | 'hosts', list: readonly string[]): string[] =>
  list.filter((entry) => isAccepted({ [name]: [entry] }));

const addressOf = (text: string): URL | null => URL.parse(text.includes('://') ? text : `https://${text}`);

/** `owner/repo` from the address of anything in it, else the text itself. */
const repositoryOf = (text: string): string => {
  if (!text.includes('://')) return text.replace(/\/$/, '');
  const [owner = '', repo = '*'] = (URL.parse(text)?.pathname ?? '').split('/').filter((part) => part !== '');
  return `${owner}/${repo}`;
};

/** An exclusion: `owner/*`, `owner/repo` or the address of a repository. */
export const readExclusion = (text: string, list: readonly string[]): ReadEntry => {
  const entry = repositoryOf(text.trim());
  if (!isAccepted({ excluded: [entry] })) return { problem: say('options_excluded_writing') };
  const known = list.map((other) => other.toLowerCase());
  if (known.includes(entry.toLowerCase())) return { problem: say('options_entry_known', entry) };
  const whole = `${entry.split('/')[0]}/*`;
  if (known.includes(whole.toLowerCase())) return { problem: say('options_entry_covered', whole) };
  return isAccepted({ excluded: [...acceptable('excluded', list), entry] })
    ? { entry }
    : { problem: say('options_excluded_full') };
};

/** The name of a host, from its name or the address of anything on it. */
export const readHost = (text: string, list: readonly string[]): ReadEntry => {
  const url = addressOf(text.trim());
  if (url === null || url.username !== '' || !isAccepted({ hosts: [url.hostname] }))
    return { problem: say('options_hosts_name') };
  if (url.protocol !== 'https:' || url.port !== '') return { problem: say('options_hosts_https') };
  const { hostname } = url;
  if (hostname === 'github.com' || list.includes(hostname))
    return { problem: say('options_entry_known', hostname) };
  return isAccepted({ hosts: [...acceptable('hosts', list), hostname] })
    ? { entry: hostname }
    : { problem: say('options_hosts_full') };
};
