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
  const [, owner, repo, , digits] = url.pathname.split('/');
  const number = Number(digits);
  return owner && repo && Number.isSafeInteger(number) && number > 0
    ? { host: url.hostname, owner, repo, number }
    : null;
};

/**
 * The pull request's own title from a page title of GitHub (`Title by author · Pull Request #7 · owner/repo`),
 * or `null` where the page has none. At most 256 characters.
 */
export const parseTitle = (pageTitle: string): string | null => {
  const title = pageTitle.split(/ · (?:Pull Request #\d+|Pull #\d+) · /u)[0] ?? '';
  if (title === pageTitle || title === '') return null;
  return title.replace(/ by [^ ]+$/u, '').slice(0, 256);
};

/** Whether a repository is on the list of exclusions (`owner/*` or `owner/repo`). */
export const isExcluded = ({ owner, repo }: PullRequest, excluded: readonly string[]): boolean => {
  const names = [`${owner}/*`, `${owner}/${repo}`].map((name) => name.toLowerCase());
  return excluded.some((entry) => names.includes(entry.trim().toLowerCase()));
};
