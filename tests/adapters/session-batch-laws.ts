import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchEntry, EndBody, StartBody } from '../../src/ports/session-api.ts';
import { anEnd, aStart, at, failed, refused, type SessionBackend } from './session-api-laws.ts';

/** What holds of every `SessionApi` that takes batches, and of what it says of itself. */
export const describeBatches = (name: string, backend: SessionBackend): void => {
  describe(name, () => {
    let ada = '';
    const start = (body: StartBody) => backend.api.start(body, ada);
    const end = (id: string, body: EndBody) => backend.api.end(id, crypto.randomUUID(), body, ada);
    const batch = (entries: readonly BatchEntry[]) => backend.api.batch(entries, ada);
    const fateOf = async (entry: BatchEntry) => {
      const answer = await batch([entry]);
      return answer.ok ? answer.value.get(entry.client_id) : answer;
    };
    const started = async (body: StartBody): Promise<string> => {
      const answer = await start(body);
      if (!answer.ok) throw new Error(`The start failed: ${answer.failure.kind}`);
      return answer.value;
    };

    beforeEach(async () => {
      ada = await backend.signIn('ada');
    });

    it('each session of a batch has its own fate, under its own key', async () => {
      const [fresh, ended, replayed, ahead] = [
        aStart(),
        aStart(),
        aStart(),
        aStart({ start_time: at(25 * 60) }),
      ];
      const known = await started(replayed);
      const other = { ...aStart(), client_id: replayed.client_id, pr_number: 8 };
      const fates = await batch([fresh, { ...ended, ...anEnd() }, replayed, ahead]);
      const id = expect.stringMatching(/./);
      expect(fates).toEqual({
        ok: true,
        value: new Map<string, unknown>([
          [fresh.client_id, { ok: true, value: id }],
          [ended.client_id, { ok: true, value: id }],
          [replayed.client_id, { ok: true, value: known }],
          [
            ahead.client_id,
            refused(
              400,
              'invalid_request',
              'start_time: must not be before 2015 nor more than 5 minutes ahead.',
            ),
          ],
        ]),
      });
      expect(await fateOf(other)).toEqual(
        refused(422, 'client_id_reused', 'This client_id belongs to a session that began otherwise.'),
      );
    });

    it('a session that started in a batch is the one that a single start and end name', async () => {
      const body = aStart();
      const fate = await fateOf(body);
      const id = await started(body);
      expect(fate).toEqual({ ok: true, value: id });
      expect(await end(id, anEnd())).toEqual({ ok: true, value: id });
      expect(await fateOf({ ...body, ...anEnd() })).toEqual({ ok: true, value: id });
      expect(await fateOf({ ...body, ...anEnd({ duration_seconds: 599 }) })).toEqual(
        refused(409, 'ending_conflict', 'The session has ended otherwise; that ending stands.'),
      );
    });

    it('a session of a batch whose end makes no sense leaves nothing behind', async () => {
      const body = aStart();
      expect(await fateOf({ ...body, end_time: at(1), duration_seconds: 61 })).toEqual(
        refused(422, 'duration_exceeds_span', 'duration_seconds is more than the time from start to end.'),
      );
      expect(await start({ ...body, pr_number: 8 })).toMatchObject({ ok: true });
    });

    it('replays of a batch at once make each of its sessions once', async () => {
      const entries = [aStart(), { ...aStart(), ...anEnd() }];
      const answers = await Promise.all(Array.from({ length: 5 }, () => batch(entries)));
      expect(answers).toEqual(Array(5).fill(answers[0]));
      expect(answers[0]).toMatchObject({ ok: true });
    });

    it('of a session that was deleted, its entry in a batch is gone', async () => {
      const body = aStart();
      await backend.erase(await started(body), ada);
      expect(await fateOf({ ...body, ...anEnd() })).toEqual(failed('gone'));
    });

    it('a batch under a token that has expired is unauthorized', async () => {
      expect(await backend.api.batch([aStart()], await backend.expiredToken('ada'))).toEqual(
        failed('unauthorized'),
      );
    });

    it('the health says that batches are taken, and names the life of the data, the same each time', async () => {
      const health = await backend.api.health();
      expect(health).toEqual({
        ok: true,
        value: { features: expect.arrayContaining(['batch']), epoch: expect.stringMatching(/./) },
      });
      expect(await backend.api.health()).toEqual(health);
    });
  });
};
