import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/adapters/api-client.ts';
import { createHttp } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { toEpochMs } from '../../src/domain/time.ts';
import { json, plain, portal, scriptedServer } from './scripted-server.ts';
import { anEnd, aStart } from './session-api-laws.ts';

const server = scriptedServer();
const now = toEpochMs(Date.UTC(2026, 2, 2, 9));
const client = () => createApiClient(createHttp(() => server.url, { ...systemClock, now: () => now }));

const start = aStart();
const end = anEnd();
const resource = {
  session_id: 'the-session',
  client_id: start.client_id,
  repo_owner: start.repo_owner,
  repo_name: start.repo_name,
  pr_number: start.pr_number,
  start_time: start.start_time,
  end_time: null,
  duration_seconds: null,
  status: 'active',
};
const completed = { ...resource, end_time: end.end_time, duration_seconds: 600, status: 'completed' };
const without = (name: keyof typeof resource) => ({ ...resource, [name]: undefined });

const problem = (status: number, code: string, detail?: string) =>
  json(status, { type: `urn:${code}`, title: 'In short', status, code, detail });
const busy = (status: number, wait: number | null): Failure => ({
  kind: 'busy',
  status,
  until: wait === null ? null : toEpochMs(now + wait),
});
const refused = (status: number, code: string, reason: string): Failure => ({
  kind: 'refused',
  status,
  code,
  reason,
});
const retryAfter = (value: string) => ({ 'retry-after': value });

type Row = [name: string, answer: RequestListener, failure: Failure];

const unintelligible = (name: string, answer: RequestListener): Row => [
  name,
  answer,
  { kind: 'unintelligible' },
];

const answers: Row[] = [
  ['408', plain(408), busy(408, null)],
  ['429', plain(429), busy(429, null)],
  ['429 for two minutes', plain(429, '', retryAfter('120')), busy(429, 120_000)],
  ['429 for no time', plain(429, '', retryAfter('0')), busy(429, 0)],
  ['429 for a year', plain(429, '', retryAfter('31536000')), busy(429, 3_600_000)],
  ['429 until a date', plain(429, '', retryAfter('Mon, 02 Mar 2026 09:02:00 GMT')), busy(429, 120_000)],
  ['500', plain(500), busy(500, null)],
  ['502 in HTML', portal(502), busy(502, null)],
  ['503 for a minute', portal(503, retryAfter('60')), busy(503, 60_000)],
  ['599', json(599, {}), busy(599, null)],
  ['401', problem(401, 'invalid_token'), { kind: 'unauthorized' }],
  ['401 in HTML', portal(401), { kind: 'unauthorized' }],
  ['404', problem(404, 'session_not_found'), { kind: 'missing' }],
  ['410', problem(410, 'session_deleted'), { kind: 'gone' }],
  ['403 with a reason', problem(403, 'forbidden', 'Not yours.'), refused(403, 'forbidden', 'Not yours.')],
  ['403 in short', problem(403, 'forbidden'), refused(403, 'forbidden', 'In short')],
  ['403 in HTML', portal(403), refused(403, 'unknown', 'The server refused it (403).')],
  ['400', problem(400, 'invalid_request', 'No.'), refused(400, 'invalid_request', 'No.')],
  ['409', problem(409, 'ending_conflict', 'Otherwise.'), refused(409, 'ending_conflict', 'Otherwise.')],
  ['413 without a body', plain(413), refused(413, 'unknown', 'The server refused it (413).')],
  ['422', problem(422, 'client_id_reused', 'Used.'), refused(422, 'client_id_reused', 'Used.')],
  [
    '400 as OAuth says it',
    json(400, { error: 'invalid_grant', error_description: 'Not good.' }),
    refused(400, 'invalid_grant', 'Not good.'),
  ],
  [
    '400 as OAuth says it in short',
    json(400, { error: 'invalid_request' }),
    refused(400, 'invalid_request', 'The server refused it (400).'),
  ],
  [
    '403 in plain text',
    plain(403, 'Ask your administrator first.\n', { 'content-type': 'text/plain' }),
    refused(403, 'unknown', 'Ask your administrator first.'),
  ],
  [
    '403 with a message',
    json(403, { message: 'All seats are taken.' }),
    refused(403, 'unknown', 'All seats are taken.'),
  ],
  [
    '403 with a sentence for an error',
    json(403, { error: 'All seats are taken.' }),
    refused(403, 'unknown', 'All seats are taken.'),
  ],
  [
    '400 with words without end',
    problem(400, 'invalid_request', 'No. '.repeat(1_000)),
    refused(400, 'invalid_request', 'No. '.repeat(250)),
  ],
  unintelligible('200 and the page of a captive portal', portal(200)),
  unintelligible('200 and nothing', plain(200)),
  unintelligible('204', plain(204)),
  unintelligible('304', plain(304)),
  unintelligible('200 and half a JSON', plain(200, JSON.stringify(resource).slice(0, -9))),
  unintelligible('200 and null', json(200, null)),
  unintelligible('200 and a list', json(200, [resource])),
  unintelligible('200 and no session', json(200, {})),
  unintelligible('200 without an id', json(200, without('session_id'))),
  unintelligible('200 without a state', json(200, without('status'))),
  unintelligible('200 and a number in words', json(200, { ...resource, pr_number: '7' })),
  unintelligible('200 and no id of the session', json(200, { ...resource, session_id: '' })),
  unintelligible("200 and another session's key", json(200, { ...resource, client_id: aStart().client_id })),
];

const rubbish = ['soon', 'rubbish 7', 'try 2', '-5', '1.5', '1e3', '10 s', '0x10', 'Infinity', ' '];

describe('an answer to a start', () => {
  it.each(answers)('%s is told as what it is', async (_, answer, failure) => {
    server.answer(answer);
    expect(await client().start(start, 'token')).toEqual({ ok: false, failure });
    expect(server.arrived).toHaveLength(1);
  });

  it.each(rubbish)('429 with %j for a time names no time', async (value) => {
    server.answer(plain(429, '', retryAfter(value)));
    expect(await client().start(start, 'token')).toEqual({ ok: false, failure: busy(429, null) });
  });

  it.each([200, 201])('%d with the session is its id', async (status) => {
    server.answer(json(status, { ...resource, unknown_field: 1 }));
    expect(await client().start(start, 'token')).toEqual({ ok: true, value: 'the-session' });
  });
});

describe('an answer to an end', () => {
  const sendEnd = () => client().end('the-session', 'key', end, 'token');

  it('200 with the completed session is its id', async () => {
    server.answer(json(200, completed));
    expect(await sendEnd()).toEqual({ ok: true, value: 'the-session' });
  });

  it.each([
    ['another session', { ...completed, session_id: 'another' }],
    ['a session that has not ended', { ...completed, status: 'active' }],
  ])('200 with %s is no acknowledgement', async (_, answered) => {
    server.answer(json(200, answered));
    expect(await sendEnd()).toEqual({ ok: false, failure: { kind: 'unintelligible' } });
  });
});

describe('a request', () => {
  const sent = () =>
    server.arrived.map(({ method, path, headers, body }) => [
      method,
      path,
      headers.authorization,
      headers['idempotency-key'],
      headers['content-type'],
      headers.cookie,
      JSON.parse(body),
    ]);

  it('carries its token, its key and its body', async () => {
    server.answer(json(200, completed, { 'set-cookie': 'tracked=1' }));
    await client().start(start, 'one');
    await client().end('the-session', 'key', end, 'two');
    expect(sent()).toEqual([
      ['POST', '/api/sessions/start', 'Bearer one', start.client_id, 'application/json', undefined, start],
      ['PATCH', '/api/sessions/the-session/end', 'Bearer two', 'key', 'application/json', undefined, end],
    ]);
  });

  it('names its session by one part of the path, whatever the id', async () => {
    server.answer(json(200, { ...completed, session_id: 'a/b?c#d' }));
    expect(await client().end('a/b?c#d', 'key', end, 'token')).toEqual({ ok: true, value: 'a/b?c#d' });
    expect(server.arrived.map(({ path }) => path)).toEqual(['/api/sessions/a%2Fb%3Fc%23d/end']);
  });

  it.each([301, 302, 303, 307, 308])('is not handed on by a %d', async (status) => {
    server.answer((request, response) =>
      (request.url === '/elsewhere' ? json(200, resource) : plain(status, '', { location: '/elsewhere' }))(
        request,
        response,
      ),
    );
    expect(await client().start(start, 'token')).toEqual({ ok: false, failure: { kind: 'unreachable' } });
    expect(server.arrived.map(({ path }) => path)).toEqual(['/api/sessions/start']);
  });
});
