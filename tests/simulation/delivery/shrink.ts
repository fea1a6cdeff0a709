import * as fc from 'fast-check';
import type { Plan } from './plan.ts';

/** Parts of a plan that are tried, at most, before it is given back whole. */
const MOST_PARTS = 200;

/** The least part of a failing plan that was found to fail too; the same each time. */
export const shrink = async (plan: Plan, isFailing: (plan: Plan) => Promise<boolean>): Promise<Plan> => {
  const isSlowForNothing = plan.slowStoreMs > 0 && (await isFailing({ ...plan, slowStoreMs: 0 }));
  const quick = isSlowForNothing ? { ...plan, slowStoreMs: 0 } : plan;
  const holds = fc.asyncProperty(
    fc.subarray(quick.entries),
    async (entries) => !(await isFailing({ ...quick, entries })),
  );
  const { counterexample } = await fc.check(holds, { seed: plan.seed, numRuns: MOST_PARTS });
  return counterexample ? { ...quick, entries: counterexample[0] } : quick;
};
