import { expect, test } from 'vitest';
import type { ItemData } from '../../src/background/charts.ts';
import { createSender } from '../../src/background/sending.ts';
import type { Answer, SessionApi } from '../../src/ports/session-api.ts';
import { createFakeStore } from '../support/fake-store.ts';

const terms = {
  start_time: '2026-03-02T09:00:00.000Z',
  end_time: '2026-03-02T09:00:10.000Z',
  duration_seconds: 10,
};
const item: ItemData = {
  id: 'item',
  session_id: 'session',
  kind: 'session.end',
  body: { end_time: terms.end_time, duration_seconds: 10 },
};
const conflict: Answer<never> = {
  ok: false,
  failure: {
    kind: 'refused',
    status: 409,
    code: 'ending_conflict',
    reason: 'The session has ended otherwise.',
  },
};

const sendEnd = async (row: object) => {
  const store = createFakeStore();
  await store.commit({ 'sessionHistory/session': { ...terms, backend_id: 'there', ...row } });
  const api = { end: async () => conflict } as Partial<SessionApi> as SessionApi;
  return createSender(store, api, () => false)(item, false, 'token');
};

test('an end that the backend has otherwise is refused, unless the person has corrected it: that may be what it has', async () => {
  expect(await sendEnd({})).toEqual(conflict);
  expect(await sendEnd({ original: { ...terms, intervals: [] } })).toEqual({ ok: true, value: 'there' });
});
