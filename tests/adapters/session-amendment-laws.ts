import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CorrectionBody, EndBody, StartBody } from '../../src/ports/session-api.ts';
import { anEnd, aStart, at, failed, refused, type SessionBackend } from './session-api-laws.ts';

/** What holds of every `SessionApi` where sessions are corrected and deleted. */
export const describeAmendments = (name: string, backend: SessionBackend): void => {
  describe(name, () => {
    let ada = '';
    const start = (body: StartBody) => backend.api.start(body, ada);
    const end = (id: string, body: EndBody) => backend.api.end(id, randomUUID(), body, ada);
    const correct = (id: string, body: CorrectionBody, token = ada) =>
      backend.api.correct(id, randomUUID(), body, token);
    const started = async (body: StartBody = aStart()): Promise<string> => {
      const answer = await start(body);
      if (!answer.ok) throw new Error(`The start failed: ${answer.failure.kind}`);
      return answer.value;
    };

    beforeEach(async () => {
      ada = await backend.signIn('ada');
    });

    it('a correction and its replay are answered with the same id; a replay of the first ending stays one', async () => {
      const id = await started();
      await end(id, anEnd());
      const change = { start_time: at(1), duration_seconds: 300 };
      expect([await correct(id, change), await correct(id, change)]).toEqual(
        Array(2).fill({ ok: true, value: id }),
      );
      expect(await end(id, anEnd())).toEqual({ ok: true, value: id });
    });

    it.each([
      [
        { duration_seconds: 1801 },
        'duration_exceeds_span',
        'duration_seconds would be more than the time from start to end.',
      ],
      [{ end_time: at(-1) }, 'end_before_start', 'The session would end before it starts.'],
    ])('a correction that makes no sense (%j) is refused', async (change, code, reason) => {
      const id = await started();
      await end(id, anEnd());
      expect(await correct(id, change)).toEqual(refused(422, code, reason));
    });

    it('what was deleted cannot be corrected, and may be deleted again; its start and end are gone', async () => {
      const body = aStart();
      const id = await started(body);
      await end(id, anEnd());
      const removals = [await backend.api.remove(id, ada), await backend.api.remove(id, ada)];
      expect(removals).toEqual(Array(2).fill({ ok: true, value: null }));
      expect([await correct(id, { duration_seconds: 1 }), await start(body), await end(id, anEnd())]).toEqual(
        Array(3).fill(failed('gone')),
      );
    });

    it("another person's session can be neither corrected nor deleted: it is missing", async () => {
      const id = await started();
      await end(id, anEnd());
      const bob = await backend.signIn('bob');
      const attempts = [await correct(id, { duration_seconds: 1 }, bob), await backend.api.remove(id, bob)];
      expect(attempts).toEqual(Array(2).fill(failed('missing')));
      expect(await backend.api.remove(randomUUID(), ada)).toEqual(failed('missing'));
    });

    it('a correction that arrives again after a newer one changes nothing', async () => {
      const id = await started();
      await end(id, anEnd());
      const key = randomUUID();
      const first = { duration_seconds: 1 };
      await backend.api.correct(id, key, first, ada);
      await correct(id, { duration_seconds: 600 });
      expect(await backend.api.correct(id, key, first, ada)).toEqual({ ok: true, value: id });
      expect(await correct(id, { end_time: at(5) })).toEqual(
        refused(
          422,
          'duration_exceeds_span',
          'duration_seconds would be more than the time from start to end.',
        ),
      );
    });
  });
};
