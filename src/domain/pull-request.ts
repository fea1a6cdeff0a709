import { isPR, isPRConflicts } from 'github-url-detection';

/** One pull request, wherever it is hosted. */
export interface PullRequest {
  /** Host name without port, for example `github.com`. */
  host: string;
  owner: string;
  repo: string;
  number: number;
}

/** Names one pull request in storage. GitHub's names are case-insensitive, so the key is lower case. */
export const pullRequestKey = ({ host, owner, repo, number }: PullRequest): string =>
  `${host}/${owner}/${repo}/${number}`.toLowerCase();

/** Names that a repository can have, a hundred characters at most, and a number as it is written. */
const PATH = /^\/([\w.-]{1,100})\/([\w.-]{1,100})\/pull\/(\d+)(?:\/|$)/;

/** The greatest number that the contract takes. */
const MAX_NUMBER = 2 ** 31 - 1;

/** The pull request that a page shows, or `null` where it shows none or its host is not tracked. */
export const parsePullRequest = (address: string, hosts: readonly string[]): PullRequest | null => {
  const url = URL.parse(address);
  if (
    url === null ||
    url.protocol !== 'https:' ||
    !hosts.includes(url.hostname) ||
    !(isPR(url) || isPRConflicts(url))
  )
    return null;
  const [, owner, repo, digits] = PATH.exec(url.pathname) ?? [];
  const number = Number(digits);
  return owner && repo && number > 0 && number <= MAX_NUMBER
    ? { host: url.hostname, owner, repo, number }
    : null;
};

/** A pull request's own title, and whose it is: a page may be called after the one that it showed before. */
export interface PageTitle {
  number: number;
  text: string;
}

/**
 * The pull request's own title from a page title of GitHub (`Title by author · Pull Request #7 · owner/repo`),
 * or `null` where the page has none. At most 256 characters, kept as they are; half a character, which no server takes,
 * becomes U+FFFD.
 */
export const parseTitle = (pageTitle: string): PageTitle | null => {
  const [, own, number] = /^(.+) · (?:Pull Request|Pull) #(\d+) · /su.exec(pageTitle) ?? [];
  if (own === undefined) return null;
  const text = own
    .replace(/ by [^ ]+$/u, '')
    .slice(0, 256)
    .replace(/\p{Surrogate}$/u, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
  return { number: Number(number), text };
};

/** Whether a repository is on the list of exclusions (`owner/*` or `owner/repo`). */
export const isExcluded = ({ owner, repo }: PullRequest, excluded: readonly string[]): boolean => {
  const names = [`${owner}/*`, `${owner}/${repo}`].map((name) => name.toLowerCase());
  return excluded.some((entry) => names.includes(entry.trim().toLowerCase()));
};
