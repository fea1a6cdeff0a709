import type { ViewedPullRequest } from '../../domain/view.ts';
import { pullRequestUrl } from '../pull-request-link.ts';

/** `owner/repo #number`. Names run in their own direction, and the number stays visible beside a long one. */
export const Slug = ({ pr }: { pr: ViewedPullRequest }) => (
  <span class="slug">
    <bdi>
      {pr.owner}/{pr.repo}
    </bdi>{' '}
    <span class="number">#{pr.number}</span>
  </span>
);

/** The title of a pull request, or its slug where no title is known, linked to its page. */
export const PullRequestLink = ({ pr, class: className }: { pr: ViewedPullRequest; class: string }) => (
  <a
    class={className}
    href={pullRequestUrl(pr)}
    target="_blank"
    rel="noreferrer"
    title={pr.title ?? undefined}
  >
    {pr.title === null ? <Slug pr={pr} /> : <bdi>{pr.title}</bdi>}
  </a>
);
