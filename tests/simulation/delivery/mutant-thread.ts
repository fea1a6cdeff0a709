import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Catch, Hunt } from './mutant-hunt.ts';
import { fileOf, sourcesOf } from './mutants.ts';

const { mutant, worlds } = workerData as Hunt;
const sources = sourcesOf(mutant);

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const source = sources.get(fileOf(url));
    return source === undefined ? loaded : { ...loaded, source };
  },
});

const { planOf } = await import('./plan.ts');
const { play } = await import('./play.ts');

const hunt = async (): Promise<Catch | null> => {
  for (let seed = 1; seed <= worlds; seed += 1) {
    const [law] = (await play(planOf(seed))).violations;
    if (law !== undefined) return { seed, law };
  }
  return null;
};

parentPort?.postMessage(await hunt());
