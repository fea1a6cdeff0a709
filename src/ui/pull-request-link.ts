import type { ViewedPullRequest } from '../domain/view.ts';

/** Where the pull request is shown. Its parts are encoded, so that no name leads anywhere else. */
export const pullRequestUrl = (pr: Omit<ViewedPullRequest, 'title'>): string =>
  `https://${pr.host}/${encodeURIComponent(pr.owner)}/${encodeURIComponent(pr.repo)}/pull/${pr.number}`;
