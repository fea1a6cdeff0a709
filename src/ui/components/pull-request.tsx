import type { ViewedPullRequest } from '../../domain/view.ts';
import { pullRequestUrl } from '../pull-request-link.ts';

/** Names that may not fit beside their number where a page is narrow, in characters. */
const LONG_NAME = 28;

/**
 * `owner/repo #number`, one line of text also where it is copied. Names run in their own direction, and the number
 * stays visible beside a long one.
 */
const Slug = ({ pr }: { pr: ViewedPullRequest }) => (
  <span class={pr.owner.length + pr.repo.length < LONG_NAME ? 'slug' : 'long-slug'} dir="ltr">
    <bdi>
      {pr.owner}/{pr.repo}
    </bdi>{' '}
    <span>#{pr.number}</span>
  </span>
);

/** The title, where one is known that can be seen: spaces and marks of direction alone are none. */
const titleOf = (pr: ViewedPullRequest): string | null =>
  pr.title !== null && /[\p{L}\p{N}\p{P}\p{S}]/u.test(pr.title) ? pr.title : null;

/** The title of a pull request in its own direction, or its slug where there is no title, linked to its page. */
export const PullRequestLink = ({ pr, class: className }: { pr: ViewedPullRequest; class: string }) => {
  const title = titleOf(pr);
  return (
    <a
      class={className}
      dir="auto"
      href={pullRequestUrl(pr)}
      target="_blank"
      rel="noreferrer"
      title={title ?? undefined}
    >
      {title === null ? <Slug pr={pr} /> : title}
    </a>
  );
};

/** The slug beneath a title; nothing where the link has already said it. */
export const PullRequestPlace = ({ pr }: { pr: ViewedPullRequest }) =>
  titleOf(pr) === null ? null : (
    <p class="place">
      <Slug pr={pr} />
    </p>
  );
