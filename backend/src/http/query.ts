import { type Outcome, refuse } from './problem.ts';

/** The query of a request as a map; refuses unknown and repeated parameters. */
export function readQuery<const Name extends string>(
  url: string,
  names: readonly Name[],
): Outcome<ReadonlyMap<Name, string>> {
  const query = new Map<Name, string>();
  for (const [key, value] of new URL(url).searchParams) {
    const name = names.find((known) => known === key);
    if (name === undefined)
      return refuse(400, 'invalid_request', `Known parameters are: ${names.join(', ')}.`);
    if (query.has(name)) return refuse(400, 'invalid_request', `${name}: repeated.`);
    query.set(name, value);
  }
  return { ok: true, value: query };
}

/** A parameter in plain decimal digits between `min` and `max`, both included, or `fallback` where it is absent. */
export function readWholeNumber<Name extends string>(
  query: ReadonlyMap<Name, string>,
  name: Name,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): Outcome<number> {
  const text = query.get(name);
  if (text === undefined) return { ok: true, value: fallback };
  const value = /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return { ok: true, value };
  return refuse(400, 'invalid_request', `${name}: expected a whole number from ${min} to ${max}.`);
}
