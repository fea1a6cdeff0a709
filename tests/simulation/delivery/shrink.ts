import type { Plan } from './plan.ts';

/**
 * The smallest plan found that still fails: parts of it are left out, halves first, single entries last, as long as
 * what is left fails too.
 */
export const shrink = async (plan: Plan, isFailing: (plan: Plan) => Promise<boolean>): Promise<Plan> => {
  let least = plan;
  if (plan.slowStoreMs > 0 && (await isFailing({ ...plan, slowStoreMs: 0 })))
    least = { ...plan, slowStoreMs: 0 };
  for (let size = Math.ceil(least.entries.length / 2); size >= 1; ) {
    let isSmaller = false;
    for (let from = 0; from < least.entries.length; ) {
      const entries = least.entries.filter((_, index) => index < from || index >= from + size);
      const smaller = { ...least, entries };
      if (await isFailing(smaller)) {
        least = smaller;
        isSmaller = true;
      } else from += size;
    }
    if (size === 1 && !isSmaller) break;
    size = isSmaller ? size : Math.floor(size / 2);
  }
  return least;
};
