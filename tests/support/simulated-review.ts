import type { SimulatedWorld } from './simulated-world.ts';

/** The page of a pull request of acme/rocket. */
export const pageOf = (number: number): string => `https://github.com/acme/rocket/pull/${number}`;

/** A review of so many milliseconds, begun and ended. */
export const review = async (world: SimulatedWorld, number: number, ms = 10_000): Promise<void> => {
  await world.open(number, pageOf(number));
  await world.pass(ms);
  await world.close(number);
  await world.pass(4_000);
};
