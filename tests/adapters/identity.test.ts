import { createHttp } from '../../src/adapters/http.ts';
import { systemClock } from '../../src/adapters/system.ts';
import { createTokenManager, readToken } from '../../src/adapters/token-manager.ts';
import { backendUnderTest } from '../backend/support/backend-under-test.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { createFakeSignInWindow } from '../support/fake-sign-in-window.ts';
import { describeIdentity } from './identity-laws.ts';
import { aStart } from './session-api-laws.ts';

const fake = createFakeServer(systemClock);

describeIdentity('the identity in memory', {
  identity: { ...fake.identity(() => true), read: fake.read },
  isAccepted: async (authToken) => (await fake.sessions(() => true).start(aStart(), authToken)).ok,
});

const backend = backendUnderTest();
const manager = () =>
  createTokenManager({
    http: createHttp(() => backend.url, systemClock),
    clock: systemClock,
    window: createFakeSignInWindow(),
    address: () => backend.url,
  });

describeIdentity('the identity over HTTP', {
  identity: {
    ways: () => manager().ways(),
    signInThroughGitHub: () => manager().signInThroughGitHub(),
    signInLocally: (login) => manager().signInLocally(login),
    refresh: (refreshToken) => manager().refresh(refreshToken),
    revoke: (refreshToken) => manager().revoke(refreshToken),
    read: readToken,
  },
  isAccepted: async (token) => (await backend.call('GET', '/api/sessions', { token })).status === 200,
});
