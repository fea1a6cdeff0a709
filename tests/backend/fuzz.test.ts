import * as contract from '@worktime/contract';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type Answer, backendUnderTest, type Call } from './support/backend-under-test.ts';
import { type Described, describedBy, referredName } from './support/openapi.ts';
import { nearly, valuesOf } from './support/schema-values.ts';
import { started } from './support/sessions.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const RUNS = 125;
const AT_ONCE = 12;
const backend = backendUnderTest(() => ({
  GITHUB_CLIENT_ID: 'the-app',
  GITHUB_CLIENT_SECRET: 'the-app-secret',
  GITHUB_BASE_URL: 'http://127.0.0.1:9',
  GITHUB_API_URL: 'http://127.0.0.1:9',
}));

/** A request but for what only a run knows: `id` and `token` stand for those of the run's own person. */
type Drawn = { operation: Described; path: string; call: Call; isSignedIn: boolean };

const schemas = new Map<string, unknown>(Object.entries(contract));

function requestsOf(
  operation: Described,
  known: Parameters<typeof valuesOf>[1],
): fc.Arbitrary<Omit<Drawn, 'operation'>> {
  const text = fc.oneof(fc.string(), fc.constantFrom('%00', '..', '%2f', '-1', '1e3', 'x'.repeat(300)));
  const ids = fc.oneof({ weight: 4, arbitrary: fc.constant('own-session') }, fc.uuid(), text);
  const query = operation.parameters.filter((parameter) => parameter.in === 'query');
  const queries = fc.record(
    Object.fromEntries(
      query.map(({ name, schema }) => [
        name,
        fc.oneof({ weight: 3, arbitrary: valuesOf(schema, known, name) }, text),
      ]),
    ),
    { requiredKeys: [] },
  );
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const calls: fc.Arbitrary<Call> =
    content === undefined || type === undefined
      ? fc.constant({})
      : fc.oneof(
          {
            weight: 12,
            arbitrary: nearly(valuesOf(content.schema, known)).map((body): Call => {
              if (type === 'application/json')
                return { raw: JSON.stringify(body), headers: { 'content-type': type } };
              const fields = typeof body === 'object' && body !== null ? body : { body };
              return {
                form: Object.fromEntries(
                  Object.entries(fields).map(([name, value]) => [name, String(value)]),
                ),
              };
            }),
          },
          fc
            .tuple(fc.string(), fc.constantFrom(type, 'text/plain', ''))
            .map(([raw, media]): Call => ({ raw, headers: { 'content-type': media } })),
        );
  return fc
    .tuple(ids, queries, calls, fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)))
    .map(([id, parameters, call, isSignedIn]) => {
      const search = new URLSearchParams(
        Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const path = operation.path.replace('{id}', encodeURIComponent(id).replace(/^\.+$/, 'dots') || 'none');
      return { path: search.size > 0 ? `${path}?${search}` : path, call, isSignedIn };
    });
}

function check(operation: Described, answer: Answer): void {
  const response = operation.responses[answer.status];
  expect([answer.status, response === undefined], answer.text).toEqual([
    expect.toSatisfy((status: number) => status < 500),
    false,
  ]);
  const [media, content] = Object.entries(response?.content ?? {})[0] ?? [];
  if (media === undefined || content === undefined) return;
  expect(answer.headers.get('content-type')).toBe(media);
  const schema = schemas.get(referredName(content.schema) ?? '');
  if (v.isOfKind('schema', schema as v.GenericSchema))
    expect(v.safeParse(schema as v.GenericSchema, answer.body).issues).toBeUndefined();
  if (answer.status >= 400 && media === 'application/problem+json')
    expect(answer.body).toMatchObject({
      status: answer.status,
      code: expect.toBeOneOf([...contract.PROBLEM_CODES]),
    });
}

describe('whatever is asked of an endpoint', () => {
  it(`is answered within a second, never by 5xx, and as the OpenAPI document says (FUZZ_SEED=${seed})`, async () => {
    const { operations, schemas: known } = await describedBy(backend);
    const drawnFrom = (some: readonly Described[]) =>
      fc.oneof(
        ...some.map((operation) =>
          requestsOf(operation, known).map((request): Drawn => ({ operation, ...request })),
        ),
      );
    const succeeded = new Set<string>();
    const ask = (some: readonly Described[]) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(drawnFrom(some), { minLength: AT_ONCE, maxLength: AT_ONCE }),
          async (requests) => {
            const { token } = await backend.signIn('fuzz');
            const { session_id } = await started(backend, token);
            const timed = async ({ operation, path, call, isSignedIn }: Drawn) => {
              const began = performance.now();
              const answer = await backend.call(operation.method, path.replace('own-session', session_id), {
                ...call,
                token: isSignedIn ? token : undefined,
              });
              return { answer, ms: performance.now() - began };
            };
            for (const result of await Promise.all(
              requests.map(async (request) => ({ request, ...(await timed(request)) })),
            )) {
              check(result.request.operation, result.answer);
              if (result.answer.status < 400) succeeded.add(result.request.operation.operationId);
              const ms = result.ms < 1000 ? result.ms : (await timed(result.request)).ms;
              expect(ms).toBeLessThan(1000);
            }
          },
        ),
        { seed, numRuns: RUNS, endOnFailure: true },
      );
    const needsMore = ['getAuthGithubCallback', 'deleteApiAccountSignInsId', 'postAuthToken'];
    const unanswered = () =>
      operations.filter(({ operationId }) => ![...needsMore, ...succeeded].includes(operationId));
    await ask(operations);
    if (unanswered().length > 0) await ask(unanswered());
    expect(unanswered()).toEqual([]);
  }, 60_000);
});
