import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EndBody, SessionApi, StartBody } from '../../src/ports/session-api.ts';

/** A backend's sessions, and what only its tests may do to it. */
export interface SessionBackend {
  readonly api: SessionApi;
  /** An access token of that person. */
  signIn(login: string): Promise<string>;
  /** One that was theirs, and has expired. */
  expiredToken(login: string): Promise<string>;
  /** Deletes a session, as its person does elsewhere. */
  erase(backendId: string, token: string): Promise<void>;
}

const minute = 60_000;
const began = Date.now() - 60 * minute;
/** An instant so many minutes after that start. */
export const at = (minutes: number): string => new Date(began + minutes * minute).toISOString();

/** The start of a session of its own, an hour ago. */
export const aStart = (changes: Partial<StartBody> = {}): StartBody => ({
  client_id: randomUUID(),
  repo_owner: 'acme',
  repo_name: 'rocket',
  pr_number: 7,
  pr_title: 'Fly',
  host: 'github.com',
  start_time: at(0),
  time_zone: 'Europe/Berlin',
  ...changes,
});

/** Its end half an hour later, after ten minutes of attention. */
export const anEnd = (changes: Partial<EndBody> = {}): EndBody => ({
  end_time: at(30),
  duration_seconds: 600,
  intervals: [
    [at(0), at(5)],
    [at(25), at(30)],
  ],
  ...changes,
});

/** A refusal for a reason. */
export const refused = (status: number, code: string, reason: string) => ({
  ok: false,
  failure: { kind: 'refused', status, code, reason },
});
/** A failure that needs no reason. */
export const failed = (kind: 'missing' | 'gone' | 'unauthorized') => ({ ok: false, failure: { kind } });

/** What holds of every `SessionApi`, the one in memory and the one over HTTP. */
export const describeSessionApi = (name: string, backend: SessionBackend): void => {
  describe(name, () => {
    let ada = '';
    const start = (body: StartBody, token = ada) => backend.api.start(body, token);
    const end = (id: string, body: EndBody, token = ada, key: string = randomUUID()) =>
      backend.api.end(id, key, body, token);
    const started = async (body: StartBody = aStart(), token = ada): Promise<string> => {
      const answer = await start(body, token);
      if (!answer.ok) throw new Error(`The start failed: ${answer.failure.kind}`);
      return answer.value;
    };

    beforeEach(async () => {
      ada = await backend.signIn('ada');
    });

    it('a start is answered with the id of a session of its own', async () => {
      const [one, two] = [await start(aStart()), await start(aStart())];
      expect([one, two]).toEqual(Array(2).fill({ ok: true, value: expect.stringMatching(/./) }));
      expect(one).not.toEqual(two);
    });

    it('a replay of a start is answered with the same id, at once or after the end', async () => {
      const body = aStart();
      const answers = await Promise.all(Array.from({ length: 5 }, () => start(body)));
      const id = await started(body);
      expect(answers).toEqual(Array(5).fill({ ok: true, value: id }));
      await end(id, anEnd());
      expect(await start(body)).toEqual({ ok: true, value: id });
    });

    it.each([
      ['pull request', { pr_number: 8 }],
      ['title', { pr_title: 'Land' }],
      ['beginning', { start_time: at(1) }],
      ['time zone', { time_zone: 'UTC' }],
    ])('the key of a start with another %s is refused, and the first one stands', async (_, changes) => {
      const body = aStart();
      const id = await started(body);
      expect(await start({ ...body, ...changes })).toEqual(
        refused(422, 'client_id_reused', 'This client_id belongs to a session that began otherwise.'),
      );
      expect(await start(body)).toEqual({ ok: true, value: id });
    });

    it("two persons' sessions are two, whatever their keys", async () => {
      const body = aStart();
      const id = await started(body);
      expect(await started(body, await backend.signIn('bob'))).not.toBe(id);
      expect(await start(body)).toEqual({ ok: true, value: id });
    });

    const implausible = 'start_time: must not be before 2015 nor more than 5 minutes ahead.';
    it.each([
      ['a pull request without a number', { pr_number: 0 }, 'pr_number: expected >=1.'],
      ['a key that is no UUID', { client_id: 'seven' }, 'client_id: must be a UUID.'],
      ['an unknown time zone', { time_zone: 'Moon/Base' }, 'time_zone: must be an IANA time zone.'],
      ['a beginning tomorrow', { start_time: at(25 * 60) }, implausible],
      ['a beginning before all', { start_time: '1999-01-01T00:00:00.000Z' }, implausible],
    ])('%s is refused', async (_, changes, reason) => {
      expect(await start(aStart(changes))).toEqual(refused(400, 'invalid_request', reason));
    });

    it('an end and each replay of it are answered with the same id', async () => {
      const id = await started();
      const key = randomUUID();
      const answers = [await end(id, anEnd(), ada, key), await end(id, anEnd(), ada, key)];
      const again = await Promise.all(Array.from({ length: 5 }, () => end(id, anEnd(), ada, key)));
      expect([...answers, ...again]).toEqual(Array(7).fill({ ok: true, value: id }));
    });

    it('another ending is refused, and the first one stands', async () => {
      const id = await started();
      await end(id, anEnd());
      for (const other of [anEnd({ end_time: at(31) }), anEnd({ duration_seconds: 599 })])
        expect(await end(id, other)).toEqual(
          refused(409, 'ending_conflict', 'The session has ended otherwise; that ending stands.'),
        );
      expect(await end(id, anEnd())).toEqual({ ok: true, value: id });
    });

    it.each([
      [
        'before its start',
        anEnd({ end_time: at(-1), duration_seconds: 0, intervals: [] }),
        'end_before_start',
        'The session would end before it starts.',
      ],
      [
        'with more time than there was',
        { end_time: at(1), duration_seconds: 61 },
        'duration_exceeds_span',
        'duration_seconds is more than the time from start to end.',
      ],
      [
        'with less time in its intervals than counted',
        anEnd({ intervals: [[at(0), at(1)]] }),
        'interval_mismatch',
        'The intervals hold less time than duration_seconds.',
      ],
      [
        'with an interval from before its start',
        anEnd({ intervals: [[at(-5), at(10)]] }),
        'interval_mismatch',
        'An interval starts before the session.',
      ],
    ])('an end %s is refused, and the session is still open', async (_, body, code, reason) => {
      const id = await started();
      expect(await end(id, body)).toEqual(refused(422, code, reason));
      expect(await end(id, anEnd())).toEqual({ ok: true, value: id });
    });

    it.each([randomUUID(), 'rubbish', '', '..', 'a/b', '?', '#', '%00', 'zoë 🦀'])(
      'the end of a session that is not there (%j) is missing',
      async (id) => {
        expect(await end(id, anEnd())).toEqual(failed('missing'));
      },
    );

    it("the end of another person's session is missing, and does not end it", async () => {
      const id = await started();
      const bob = await backend.signIn('bob');
      expect(await end(id, anEnd(), bob)).toEqual(failed('missing'));
      expect(await end(id, anEnd({ duration_seconds: 1 }))).toEqual({ ok: true, value: id });
    });

    it.each(['active', 'ended'])('of a session deleted while %s, start and end are gone', async (state) => {
      const body = aStart();
      const id = await started(body);
      if (state === 'ended') await end(id, anEnd());
      await backend.erase(id, ada);
      expect([await start(body), await end(id, anEnd())]).toEqual([failed('gone'), failed('gone')]);
    });

    it('a token that has expired is unauthorized', async () => {
      const expired = await backend.expiredToken('ada');
      expect(await start(aStart(), expired)).toEqual(failed('unauthorized'));
    });

    it.each(['', 'rubbish', 'a.b.c', 'e30.e30.e30'])('a token such as %j changes nothing', async (token) => {
      const body = aStart();
      const id = await started();
      expect([await start(body, token), await end(id, anEnd(), token)]).toEqual([
        failed('unauthorized'),
        failed('unauthorized'),
      ]);
      expect(await start({ ...body, pr_number: 9 })).toMatchObject({ ok: true });
      expect(await end(id, anEnd({ duration_seconds: 1 }))).toEqual({ ok: true, value: id });
    });
  });
};
