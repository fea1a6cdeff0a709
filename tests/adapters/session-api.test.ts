import { createApiClient } from '../../src/adapters/api-client.ts';
import { createHttp, type Wire } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { backendUnderTest, SECRET } from '../backend/support/backend-under-test.ts';
import { claimsOf, forge } from '../backend/support/jwt.ts';
import { createModelBackend, type ModelBackend } from '../simulation/delivery/model-backend.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { describeAmendments } from './session-amendment-laws.ts';
import { describeSessionApi, type SessionBackend } from './session-api-laws.ts';
import { describeBatches } from './session-batch-laws.ts';

const describeBackend = (name: string, backend: SessionBackend): void => {
  describeSessionApi(name, backend);
  describeAmendments(`${name}, amended`, backend);
  describeBatches(`${name}, many at once`, backend);
};

/** A wire that leads straight to the simulated backend. */
const wireTo = (model: ModelBackend): Wire => ({
  timeout: (ms) => AbortSignal.timeout(ms),
  fetch: async (url, init) => {
    const headers = Object.fromEntries(Object.entries(init.headers ?? {}));
    const request = {
      method: init.method ?? 'GET',
      path: new URL(url).pathname,
      headers,
      body: String(init.body ?? ''),
    };
    const { status, headers: told, body } = model.handle(request);
    return new Response(status === 204 ? null : body, { status, headers: told });
  },
});

const fake = createFakeServer(systemClock);

describeBackend('the sessions in memory', {
  api: fake.sessions(() => true),
  signIn: async (login) => fake.issue(login, 900_000).authToken,
  expiredToken: async (login) => fake.issue(login, -1_000).authToken,
  erase: async (backendId) => fake.erase(backendId),
});

fake.info = { features: ['batch'], epoch: 'first' };

const model = createModelBackend(Date.now);
model.offerBatches(true);

describeBackend('the sessions of the simulated backend', {
  api: createApiClient(createHttp(() => 'http://backend', systemClock, wireTo(model))),
  signIn: async (login) => model.tokens.issue(login, 900_000).access_token,
  expiredToken: async (login) => model.tokens.issue(login, -1_000).access_token,
  erase: async (backendId) => {
    const owner = model.sessions.all().find(({ session_id }) => session_id === backendId)?.user ?? '';
    model.sessions.remove(owner, backendId);
  },
});

const backend = backendUnderTest();
const client = () => createApiClient(createHttp(() => backend.url, systemClock));

describeBackend('the sessions over HTTP', {
  api: {
    start: (...start) => client().start(...start),
    end: (...end) => client().end(...end),
    correct: (...correction) => client().correct(...correction),
    remove: (...removal) => client().remove(...removal),
    batch: (...batch) => client().batch(...batch),
    health: () => client().health(),
  },
  signIn: async (login) => (await backend.signIn(login)).token,
  expiredToken: async (login) => {
    const { token } = await backend.signIn(login);
    const now = Math.floor(Date.now() / 1000);
    return forge({ alg: 'HS256', typ: 'JWT' }, { ...claimsOf(token), iat: now - 901, exp: now - 1 }, SECRET);
  },
  erase: async (backendId, token) => {
    const { status } = await backend.call('DELETE', `/api/sessions/${backendId}`, { token });
    if (status !== 204) throw new Error(`The session was not deleted: ${status}`);
  },
});
