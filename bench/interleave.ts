/** Something that can be measured again and again. One call is one sample. */
export interface Contestant {
  name: string;
  sample(): Promise<number>;
}

/**
 * Samples all contestants in turn, round after round, so that whatever slows the machine meanwhile slows all of them.
 * Each round begins with another one. The rounds of `warmUp` come first and are thrown away.
 */
export async function interleave(
  contestants: readonly Contestant[],
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Map<string, number[]>> {
  const samples = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    const first = (round + warmUp) % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const value = await contestant.sample();
      if (round >= 0) samples.get(contestant.name)?.push(value);
    }
  }
  return samples;
}
