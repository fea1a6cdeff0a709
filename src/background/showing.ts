import { badgeOf } from '../domain/badge.ts';
import type { View } from '../domain/view.ts';
import type { Ports } from './ports.ts';
import { type Projection, SETTLE_MS } from './projection.ts';
import type { Runtime } from './runtime.ts';

interface ShowingParts extends Pick<Ports, 'clock' | 'toolbar' | 'later'> {
  runtime(): Runtime;
  projection: Projection;
}

/** Shows what follows from a commit: the View to pages, the badge in the toolbar, and at rest the head to the next wake. */
export const createShowing = ({ runtime, projection, clock, toolbar, later }: ShowingParts) => {
  let isSettling = false;
  return {
    /** Shows it now. Answers whether the next worker finds another head than before. */
    show: (isAtRest: boolean): boolean => {
      projection.settle();
      const isNews = projection.show(runtime().charts(), isAtRest);
      const view = projection.view();
      if (view) toolbar.show(badgeOf(view, clock.now()));
      return isNews;
    },
    /** Shows it in a moment, when nothing else is under way. */
    settleSoon: (): void => {
      if (isSettling) return;
      isSettling = true;
      later(SETTLE_MS, () => {
        isSettling = false;
        void runtime().refresh();
      });
    },
    /** What pages show, derived where this worker has not done so yet. */
    viewNow: async (): Promise<View | null> => {
      if (projection.view() === null) await runtime().refresh();
      return projection.view();
    },
  };
};
