import { createApiClient } from '../../src/adapters/api-client.ts';
import { createHttp } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { backendUnderTest, SECRET } from '../backend/support/backend-under-test.ts';
import { claimsOf, forge } from '../backend/support/jwt.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { describeSessionApi } from './session-api-laws.ts';

const fake = createFakeServer(systemClock);

describeSessionApi('the sessions in memory', {
  api: fake.sessions(() => true),
  signIn: async (login) => fake.issue(login, 900_000).authToken,
  expiredToken: async (login) => fake.issue(login, -1_000).authToken,
  erase: async (backendId) => fake.erase(backendId),
});

const backend = backendUnderTest();
const client = () => createApiClient(createHttp(backend.url, systemClock));

describeSessionApi('the sessions over HTTP', {
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
