import { bundleWorker } from '../../backend/local/bundle.ts';
import type { LocalBackend } from '../../backend/local/serve.ts';

type D1Database = LocalBackend['database'];
type D1PreparedStatement = ReturnType<D1Database['prepare']>;
type D1Result = Awaited<ReturnType<D1PreparedStatement['all']>>;

/** What was asked of a database: round trips to it, and the rows that it read for them, by its own count. */
type Spent = { roundTrips: number; rowsRead: number };

/** The Worker in this process, over a database that counts what one request asks of it. */
export type MeteredWorker = (request: Request) => Promise<{ response: Response; spent: Spent }>;

/** Loads the Worker with some settings over a database. One request at a time. */
export async function meteredWorker(
  database: D1Database,
  settings: Readonly<Record<string, string>>,
): Promise<MeteredWorker> {
  const source = `data:text/javascript,${encodeURIComponent(await bundleWorker())}`;
  const { default: worker }: { default: { fetch(request: Request, bindings: object): Promise<Response> } } =
    await import(source);
  const meter = metered(database);
  const bindings = { ...settings, DB: meter.database };
  return async (request) => {
    Object.assign(meter.spent, { roundTrips: 0, rowsRead: 0 });
    const response = await worker.fetch(request, bindings);
    return { response, spent: { ...meter.spent } };
  };
}

/** Counts what goes through a database. Only the calls that the backend makes are there. */
function metered(inner: D1Database): { database: D1Database; spent: Spent } {
  const spent: Spent = { roundTrips: 0, rowsRead: 0 };
  const inners = new WeakMap<object, D1PreparedStatement>();
  const count = (results: readonly Pick<D1Result, 'meta'>[]) => {
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
    const raw = async () => (await all<Record<string, unknown>>()).results.map(Object.values);
    const bind = (...values: unknown[]) => statement(prepared.bind(...values));
    const outer = { all, run: all, first, raw, bind };
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
  return { database: database as unknown as D1Database, spent };
}
