import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, backendUnderTest, type Call } from './support/backend-under-test.ts';
import { expectProblem } from './support/problems.ts';
import { aStart, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();
const json = { 'content-type': 'application/json' };

const start = aStart();
const end = { end_time: minutesAgo(60), duration_seconds: 5 };
const bodies: Record<string, Record<string, unknown>> = {
  'POST /api/sessions/start': start,
  'POST /api/sessions/batch': { sessions: [start] },
  'PATCH /api/sessions/:id/end': end,
  'PATCH /api/sessions/:id': { duration_seconds: 5 },
  'POST /auth/dev': { login: 'ann' },
};

async function callBody(endpoint: string, call: Call): Promise<Answer> {
  const { token } = await backend.signIn('bad-input');
  const [method = '', path = ''] = endpoint.split(' ');
  const id = path.includes(':id') ? (await started(backend, token)).session_id : '';
  return backend.call(method, path.replace(':id', id), { token, ...call });
}

describe.each(Object.keys(bodies))('%s refuses', (endpoint) => {
  const good = JSON.stringify(bodies[endpoint]);

  it.each<[string, number, Call]>([
    ['an empty body', 400, { raw: '', headers: json }],
    ['what is not JSON', 400, { raw: '{"a":', headers: json }],
    ['two documents', 400, { raw: `${good}${good}`, headers: json }],
    ['a string', 400, { body: 'text' }],
    ['a number', 400, { body: 1 }],
    ['null', 400, { raw: 'null', headers: json }],
    ['a list', 400, { body: [bodies[endpoint]] }],
    ['broken UTF-8', 400, { raw: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), headers: json }],
    ['UTF-8 that breaks off', 400, { raw: new Uint8Array([0x22, 0xe2, 0x82]), headers: json }],
    [
      'UTF-16',
      415,
      {
        raw: new Uint8Array(Buffer.from(good, 'utf16le')),
        headers: { 'content-type': 'application/json; charset=utf-16' },
      },
    ],
    ['a body by another name', 415, { raw: good, headers: { 'content-type': 'text/plain' } }],
    ['form fields', 415, { form: { a: 'b' } }],
    ['a compressed body', 415, { raw: good, headers: { ...json, 'content-encoding': 'gzip' } }],
    ['300 KB', 413, { raw: `{"a":"${'x'.repeat(300_000)}"}`, headers: json }],
    ['3 MB', 413, { raw: ' '.repeat(3_000_000), headers: json }],
    ['deep nesting', 400, { raw: '['.repeat(30_000), headers: json }],
    [
      'deep nesting that is closed',
      400,
      { raw: `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, headers: json },
    ],
    ['an unknown field', 400, { body: { ...bodies[endpoint], surprise: 1 } }],
    ['__proto__', 400, { raw: `{"__proto__":{"admin":true},${good.slice(1)}`, headers: json }],
    ['constructor', 400, { raw: `{"constructor":{},${good.slice(1)}`, headers: json }],
  ])('%s', async (_case, status, call) => {
    expectProblem(await callBody(endpoint, call), status);
  });
});

describe('more than 64 KB is refused', () => {
  it.each(Object.keys(bodies).filter((endpoint) => !endpoint.includes('batch')))(
    'by %s',
    async (endpoint) => {
      expectProblem(await callBody(endpoint, { raw: ' '.repeat(65_537), headers: json }), 413);
    },
  );
});

describe('a field of a start is refused', () => {
  const wrong: [string, unknown[]][] = [
    ['client_id', ['', 'x', 7, null, `${randomUUID()}0`, `{${randomUUID()}}`, [randomUUID()]]],
    ['repo_owner', ['', 7, null, {}, 'x'.repeat(256), '\ud800']],
    ['repo_name', ['', 7, null, true, 'x'.repeat(256), 'a\udc00b']],
    ['pr_number', [0, -1, 1.5, '1', null, 2 ** 31, 1e21, true, [1]]],
    ['pr_title', [7, null, 'x'.repeat(1025), '\ud83d']],
    ['host', ['', 'a/b', 'a b', 7, null, 'x'.repeat(254)]],
    ['time_zone', ['', 'Mars/Olympus', '+02:00', 7, null, 'x'.repeat(65), '../UTC']],
    [
      'start_time',
      [
        '',
        'now',
        7,
        null,
        '2026-01-31',
        '2026-01-31T12:00:00',
        '2026-01-31T12:00:00+01:00',
        '2026-02-30T12:00:00Z',
        '2026-01-31T24:00:00Z',
        '2026-01-31T12:00:60Z',
        '+002026-01-31T12:00:00Z',
        '2014-12-31T23:59:59Z',
        '2026-01-31T12:00:00.1234Z',
        minutesAgo(-6),
        '9999-12-31T23:59:59Z',
      ],
    ],
  ];

  it.each(wrong.flatMap(([field, values]) => values.map((value) => [field, value] as const)))(
    '%s: %j',
    async (field, value) => {
      expectProblem(await callBody('POST /api/sessions/start', { body: { ...start, [field]: value } }), 400);
    },
  );

  it.each(['client_id', 'repo_owner', 'repo_name', 'pr_number', 'start_time', 'time_zone'])(
    '%s missing',
    async (field) => {
      const { [field]: _dropped, ...rest }: Record<string, unknown> = start;
      expectProblem(await callBody('POST /api/sessions/start', { body: rest }), 400);
    },
  );

  it('and a clock four minutes ahead is not', async () => {
    const { token } = await backend.signIn('ahead');
    expect(await started(backend, token, aStart({ start_time: minutesAgo(-4) }))).toMatchObject({
      status: 'active',
    });
  });
});

describe('a field of an ending is refused', () => {
  it.each([
    ['end_time', 7],
    ['end_time', 'soon'],
    ['end_time', minutesAgo(-6)],
    ['end_time', '2014-12-31T23:59:59Z'],
    ['duration_seconds', -1],
    ['duration_seconds', 1.5],
    ['duration_seconds', '5'],
    ['duration_seconds', null],
    ['duration_seconds', 1e300],
    ['intervals', {}],
    ['intervals', [[minutesAgo(61)]]],
    ['intervals', [[1, 2]]],
    ['intervals', [[minutesAgo(61), minutesAgo(60), minutesAgo(59)]]],
    ['intervals', [{ start: minutesAgo(61), end: minutesAgo(60) }]],
    ['intervals', Array(1001).fill([minutesAgo(61), minutesAgo(60)])],
  ])('%s: %j', async (field, value) => {
    expectProblem(await callBody('PATCH /api/sessions/:id/end', { body: { ...end, [field]: value } }));
  });

  it.each(['end_time', 'duration_seconds'])('%s missing', async (field) => {
    const { [field]: _dropped, ...rest }: Record<string, unknown> = end;
    expectProblem(await callBody('PATCH /api/sessions/:id/end', { body: rest }), 400);
  });
});

describe('whatever document comes as a session', () => {
  it('is never answered by 5xx', async () => {
    const { token } = await backend.signIn('random');
    const whole = { ...start, ...end, intervals: [] };
    const field = fc.constantFrom(...Object.keys(whole), '__proto__', 'toString');
    const documents = fc.oneof(
      fc.jsonValue(),
      fc.tuple(field, fc.jsonValue()).map(([name, value]) => ({ ...whole, [name]: value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(documents, { minLength: 1, maxLength: 20 }), async (sessions) => {
        const answer = await backend.call('POST', '/api/sessions/batch', { token, body: { sessions } });
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toContain('"status":5');
      }),
    );
  });
});
