import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types';

/** What was asked of a database: round trips to it, and the rows that it read for them, by its own count. */
export type Spent = { roundTrips: number; rowsRead: number };

/** A database that counts what it is asked, and what it was asked since `reset`. */
export type MeteredDatabase = { readonly database: D1Database; readonly spent: Spent; reset(): void };

/** Counts what goes through a database. Only the calls that the backend makes are there. */
export function metered(inner: D1Database): MeteredDatabase {
  const spent: Spent = { roundTrips: 0, rowsRead: 0 };
  const inners = new WeakMap<object, D1PreparedStatement>();
  const count = <T>(results: readonly D1Result<T>[]) => {
    spent.roundTrips += 1;
    for (const { meta } of results) spent.rowsRead += meta.rows_read;
  };
  const statement = (prepared: D1PreparedStatement): D1PreparedStatement => {
    const all = async <T>() => {
      const result = await prepared.all<T>();
      count([result]);
      return result;
    };
    const first = async (column?: string) => {
      const [row] = (await all<Record<string, unknown>>()).results;
      if (row === undefined) return null;
      return column === undefined ? row : row[column];
    };
    const bind = (...values: unknown[]) => statement(prepared.bind(...values));
    const outer = { all, run: all, first, bind };
    inners.set(outer, prepared);
    return outer as unknown as D1PreparedStatement;
  };
  const database = {
    prepare: (sql: string) => statement(inner.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await inner.batch(statements.map((outer) => inners.get(outer) ?? outer));
      count(results);
      return results;
    },
  };
  return {
    database: database as unknown as D1Database,
    spent,
    reset: () => Object.assign(spent, { roundTrips: 0, rowsRead: 0 }),
  };
}
