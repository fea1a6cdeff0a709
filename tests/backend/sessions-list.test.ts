import { SessionPage } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';
import { aStart, minutesAgo, started } from './support/sessions.ts';

const backend = backendUnderTest();
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

describe('the list', () => {
  const list = async (token: string, query: string) =>
    v.parse(SessionPage, (await backend.call('GET', `/api/sessions?${query}`, { token })).body);

  it('is newest first, and says where it stands', async () => {
    const { token } = await backend.signIn('lister');
    for (const minutes of [30, 10, 20])
      await started(backend, token, aStart({ start_time: minutesAgo(minutes), pr_number: minutes }));
    expect(await list(token, '')).toMatchObject({
      total: 3,
      limit: 50,
      offset: 0,
      has_more: false,
      next_cursor: null,
    });
    const first = await list(token, 'limit=2');
    expect(first).toMatchObject({ total: 3, limit: 2, offset: 0, has_more: true });
    expect(first.sessions.map(({ pr_number }) => pr_number)).toEqual([10, 20]);
    const second = await list(token, 'limit=2&offset=2');
    expect(second).toMatchObject({ limit: 2, offset: 2, has_more: false, next_cursor: null });
    expect(second.sessions.map(({ pr_number }) => pr_number)).toEqual([30]);
    expect(await list(token, `limit=2&cursor=${first.next_cursor}`)).toEqual(second);
    expect(await list(token, 'offset=1000000')).toMatchObject({ sessions: [], total: 3, has_more: false });
  });

  it('walked by cursor shows every session once, equal starts and newcomers notwithstanding', async () => {
    const { token } = await backend.signIn('walker');
    const start_time = minutesAgo(60);
    const ids = new Set<string>();
    for (let index = 0; index < 7; index += 1)
      ids.add((await started(backend, token, aStart({ start_time }))).session_id);
    const seen: string[] = [];
    let query = 'limit=3';
    for (;;) {
      const page = await list(token, query);
      seen.push(...page.sessions.map(({ session_id }) => session_id));
      await started(backend, token, aStart({ start_time: minutesAgo(1) }));
      if (page.next_cursor == null) break;
      query = `limit=3&cursor=${page.next_cursor}`;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(ids);
  });

  it('walked by cursor ends with the page that shows the last session, also where that page is full', async () => {
    const { token } = await backend.signIn('full pages');
    for (const minutes of [1, 2, 3, 4])
      await started(backend, token, aStart({ start_time: minutesAgo(minutes) }));
    const { next_cursor } = await list(token, 'limit=2');
    expect(await list(token, `limit=2&cursor=${next_cursor}`)).toMatchObject({
      has_more: false,
      next_cursor: null,
    });
  });

  it('walked by cursor shows also what came in on the way as the oldest', async () => {
    const { token } = await backend.signIn('late delivery');
    for (const minutes of [1, 2, 3, 4])
      await started(backend, token, aStart({ start_time: minutesAgo(minutes) }));
    const { next_cursor } = await list(token, 'limit=2');
    await started(backend, token, aStart({ start_time: minutesAgo(9), pr_number: 9 }));
    const second = await list(token, `limit=2&cursor=${next_cursor}`);
    expect(second).toMatchObject({ has_more: true });
    expect(await list(token, `limit=2&cursor=${second.next_cursor}`)).toMatchObject({
      sessions: [{ pr_number: 9 }],
      has_more: false,
    });
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'limit=5&limit=5',
    'limit=1e1',
    'limit=99999999999999999999',
    'offset=-1',
    'offset=1000001',
    'offset=99999999999999999999',
    'offset=0x1',
    'offset=1&offset=1',
    'cursor=',
    'cursor=nonsense',
    'cursor=MTIz',
    'cursor=a&cursor=b',
    'limt=5',
    'limit=%00',
  ])('refuses ?%s by 400', async (query) => {
    const { token } = await backend.signIn('lister');
    expect(await backend.call('GET', `/api/sessions?${query}`, { token })).toMatchObject(
      problem(400, 'invalid_request'),
    );
  });
});
