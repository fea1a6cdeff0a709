import { EXTENSION_ID, Health } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../backend/src/http/rate-limit.ts';
import { parseSettings } from '../../backend/src/settings.ts';
import { backendUnderTest, SECRET } from './support/backend-under-test.ts';
import { aStart } from './support/sessions.ts';

const backend = backendUnderTest(() => ({ DASHBOARD_ORIGIN: 'https://dashboard.example/' }));
const throttled = backendUnderTest(() => ({ RATE_LIMIT_PER_MINUTE: '5' }));
const deployed = backendUnderTest(() => ({ LOCAL_SIGN_IN: 'false' }));
const misconfigured = backendUnderTest(() => ({ JWT_SECRET: 'short', RATE_LIMIT_PER_MINUTE: 'many' }));

describe('/health', () => {
  it('needs no token and says what the backend can do', async () => {
    const answer = await backend.call('GET', '/health');
    expect(answer.status).toBe(200);
    const health = v.parse(Health, answer.body);
    expect(health).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      features: ['batch', 'cursor', 'corrections', 'account', 'sign-ins', 'auth.dev'],
      epoch: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(Math.abs(Date.parse(health.time) - Date.now())).toBeLessThan(60_000);
    expect((await backend.call('GET', '/health')).body).toMatchObject({ epoch: health.epoch });
  });
});

describe('pages of other origins', () => {
  const cors = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
  const allowed = [`chrome-extension://${EXTENSION_ID}`, 'https://dashboard.example'];
  const preflight = {
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization',
  };

  it.each(allowed)('may read answers from %s', async (origin) => {
    for (const path of ['/health', '/api/sessions', '/nowhere']) {
      const { headers } = await backend.call('GET', path, { headers: { origin } });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('vary')).toContain('Origin');
    }
    const answer = await backend.call('OPTIONS', '/api/sessions/x/end', {
      headers: { ...preflight, origin },
    });
    expect([answer.status, cors(answer.headers)]).toEqual([
      204,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
        'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
        'access-control-max-age': '600',
      },
    ]);
  });

  it.each([
    `chrome-extension://${'a'.repeat(32)}`,
    `chrome-extension://${EXTENSION_ID}.evil.example`,
    `https://${EXTENSION_ID}.chromiumapp.org`,
    'https://dashboard.example.evil.example',
    'http://dashboard.example',
    'https://github.com',
    'http://localhost.evil',
    'http://localhost:8787',
    'null',
    '*',
  ])('may not from %s', async (origin) => {
    const answer = await backend.call('GET', '/health', { headers: { origin } });
    const asked = await backend.call('OPTIONS', '/api/sessions', { headers: { ...preflight, origin } });
    expect([cors(answer.headers), cors(asked.headers), asked.status]).toEqual([{}, {}, 204]);
  });
});

describe('every answer', () => {
  it.each(['/health', '/nowhere', '/api/sessions'])('to %s keeps out of caches and frames', async (path) => {
    const { headers } = await backend.call('GET', path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

describe('/openapi.json', () => {
  it('describes every endpoint, and every reference in it leads somewhere', async () => {
    const { body, text } = await backend.call('GET', '/openapi.json');
    const document = v.parse(
      v.object({
        openapi: v.literal('3.1.0'),
        paths: v.record(v.string(), v.record(v.string(), v.object({ operationId: v.string() }))),
        components: v.object({ schemas: v.record(v.string(), v.unknown()) }),
      }),
      body,
    );
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'x')}`),
    );
    expect(operations).toHaveLength(17);
    for (const operation of operations) {
      const [method = '', path = ''] = operation.split(' ');
      expect([
        operation,
        (await backend.call(method, path, method === 'GET' ? {} : { body: {} })).status,
      ]).not.toEqual([operation, 405]);
    }
    const referred = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect(new Set(referred)).toEqual(new Set(Object.keys(document.components.schemas)));
    expect(JSON.stringify(document.components.schemas.StartRequest)).toContain(
      '"additionalProperties":false',
    );
  });
});

describe('more requests in a minute than allowed', () => {
  it('are 429 with Retry-After, and change nothing', async () => {
    const { token } = await throttled.signIn('hasty');
    const answers = [];
    for (let index = 0; index < 12; index += 1) {
      answers.push(await throttled.call('POST', '/api/sessions/start', { token, body: aStart() }));
    }
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused) {
      expect(body).toMatchObject({ code: 'too_many_requests' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    const { results } = await throttled.database.prepare('SELECT id FROM sessions').all();
    expect(results).toHaveLength(answers.length - refused.length);
  });

  it('are not what a sync of 200 sessions makes, even one by one and with its retries', () => {
    const parsed = parseSettings({ JWT_SECRET: SECRET });
    const limiter = createRateLimiter(parsed.ok ? parsed.settings.requestsPerMinute : 0);
    const refusals = Array.from({ length: 200 * 2 * 2 }, () => limiter.take('ann', 1000));
    expect(refusals.filter((refusal) => refusal !== null)).toEqual([]);
  });

  it('are counted by person and minute', () => {
    const limiter = createRateLimiter(2);
    const statuses = [0, 1, 2, 59_000, 60_000].map((now) => limiter.take('ann', now)?.status);
    expect(statuses).toEqual([undefined, undefined, 429, 429, undefined]);
    expect(limiter.take('bob', 60_001)).toBeNull();
    limiter.take('ann', 60_002);
    expect(limiter.take('ann', 90_500)?.headers).toEqual({ 'retry-after': '30' });
  });
});

describe('a deployed backend', () => {
  it('has no /auth/dev, by any method', async () => {
    const nowhere = await deployed.call('POST', '/auth/nowhere', { body: { login: 'ann' } });
    for (const method of ['GET', 'POST', 'PUT']) {
      const answer = await deployed.call(
        method,
        '/auth/dev',
        method === 'GET' ? {} : { body: { login: 'ann' } },
      );
      expect([answer.status, answer.body]).toEqual([404, nowhere.body]);
    }
  });

  it('without sound settings says which to mend, and not what they are', async () => {
    const answer = await misconfigured.call('GET', '/health');
    expect(answer).toMatchObject({ status: 503, body: { code: 'misconfigured' } });
    expect(answer.text).toMatch(/JWT_SECRET must have 32 bytes or more.*RATE_LIMIT_PER_MINUTE/);
    expect(answer.text).not.toMatch(/short|many/);
  });

  it.each([
    [{}, 'JWT_SECRET must be set'],
    [{ JWT_SECRET: SECRET, EXTENSION_IDS: 'nonsense' }, 'EXTENSION_IDS'],
    [{ JWT_SECRET: SECRET, GITHUB_BASE_URL: 'github' }, 'GITHUB_BASE_URL must be a URL'],
    [{ JWT_SECRET: SECRET, LOCAL_SIGN_IN: 'yes' }, 'LOCAL_SIGN_IN must be true or false'],
  ])('refuses the settings %j', (environment, fault) => {
    const parsed = parseSettings(environment);
    expect(parsed).toEqual({ ok: false, faults: [expect.stringContaining(fault)] });
  });

  it('signs nobody in locally unless told to, and knows the pinned extension', () => {
    const parsed = parseSettings({ JWT_SECRET: SECRET, GITHUB_CLIENT_ID: '', DASHBOARD_ORIGIN: '' });
    expect(parsed).toMatchObject({
      ok: true,
      settings: {
        localSignIn: false,
        extensionIds: [EXTENSION_ID],
        github: undefined,
        requestsPerMinute: 1200,
      },
    });
  });
});
