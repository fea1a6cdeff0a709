import { randomUUID } from 'node:crypto';
import { type SignIn, SignIns } from '@worktime/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { backendUnderTest } from './support/backend-under-test.ts';

const backend = backendUnderTest();
const listed = async (token: string): Promise<SignIn[]> =>
  v.parse(SignIns, (await backend.call('GET', '/api/account/sign-ins', { token })).body).sign_ins;
const exchange = (refresh_token: string) =>
  backend.call('POST', '/auth/token', { form: { grant_type: 'refresh_token', refresh_token } });
const revoke = (token: string, id: string) =>
  backend.call('DELETE', `/api/account/sign-ins/${id}`, { token });
const current = async (token: string) => (await listed(token)).find(({ is_current }) => is_current)?.id ?? '';

describe('a person’s own sign-ins', () => {
  it('are listed the one used last first, the asker’s marked, with nothing that could be used as a token', async () => {
    const older = await backend.signIn('lister');
    const newer = await backend.signIn('lister');
    await exchange(older.refresh_token);
    const answer = await backend.call('GET', '/api/account/sign-ins', { token: newer.token });
    const one = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), client_id: 'worktime-extension' };
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(answer.body).toEqual({
      sign_ins: [
        { ...one, created_at: instant, last_used_at: instant, is_current: false },
        { ...one, created_at: instant, last_used_at: null, is_current: true },
      ],
    });
    for (const token of [older, newer].flatMap((someone) => [someone.token, someone.refresh_token]))
      expect(answer.text).not.toContain(token);
  });

  it('keep their id over a refresh', async () => {
    const { token, refresh_token } = await backend.signIn('steady');
    const { body } = await exchange(refresh_token);
    const { access_token } = v.parse(v.object({ access_token: v.string() }), body);
    expect(await current(access_token)).toBe(await current(token));
  });

  it('revoked is off the list, refreshes no more, and is revoked again without effect', async () => {
    const [here, lost] = [await backend.signIn('loser'), await backend.signIn('loser')];
    const id = await current(lost.token);
    const answers = [await revoke(here.token, id), await revoke(here.token, id)];
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
    ]);
    expect((await listed(here.token)).map((signIn) => signIn.id)).toEqual([await current(here.token)]);
    expect(await exchange(lost.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect((await exchange(here.refresh_token)).status).toBe(200);
  });

  it('are not listed once their last token has expired', async () => {
    const { token } = await backend.signIn('expired');
    await backend.database
      .prepare('UPDATE refresh_tokens SET expires_at_ms = 1 WHERE family_id = ?')
      .bind(await current(token))
      .run();
    expect(await listed(token)).toEqual([]);
  });

  it('of somebody else are neither seen nor revoked: unknown, word for word', async () => {
    const [ann, eve] = [await backend.signIn('ann'), await backend.signIn('eve')];
    const id = await current(ann.token);
    const [foreign, unknown] = [await revoke(eve.token, id), await revoke(eve.token, randomUUID())];
    expect(foreign).toMatchObject({ status: 404, body: { code: 'sign_in_not_found' } });
    expect([foreign.text, [...foreign.headers]]).toEqual([unknown.text, [...unknown.headers]]);
    expect((await listed(eve.token)).map((signIn) => signIn.id)).not.toContain(id);
    expect((await exchange(ann.refresh_token)).status).toBe(200);
  });
});
