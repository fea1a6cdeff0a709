import type { SignIn } from '@worktime/contract';
import { SignIns as SignInsAnswer } from '@worktime/contract';
import { useEffect, useState } from 'preact/hooks';
import * as v from 'valibot';
import { toEpochMs } from '../../domain/time.ts';
import { Button } from '../components/button.tsx';
import { Octicon } from '../components/octicon.tsx';
import { localFormat } from '../locale-format.ts';
import { send } from '../send.ts';
import { say, type Word } from '../words.ts';
import { command, useTask } from './use-task.ts';

const clients: Record<string, Word> = {
  'worktime-extension': 'options_sign_ins_client_extension',
  'worktime-dashboard': 'options_sign_ins_client_dashboard',
};

const clientName = (id: string): string => (clients[id] === undefined ? id : say(clients[id]));

const sinceText = ({ created_at }: SignIn): string => localFormat.moment(toEpochMs(Date.parse(created_at)));

const load = async (): Promise<readonly SignIn[] | null> => {
  const answer = v.safeParse(SignInsAnswer, await send({ type: 'LOAD_SIGN_INS' }));
  return answer.success ? answer.output.sign_ins : null;
};

const Row = ({ signIn, onEnded }: { signIn: SignIn; onEnded: () => void }) => {
  const task = useTask(async () => {
    const outcome = await command({ type: 'REVOKE_SIGN_IN', data: { id: signIn.id } }, null);
    if (outcome === null) onEnded();
    return outcome;
  });
  const name = clientName(signIn.client_id);
  return (
    <li class="entry">
      <bdi>{name}</bdi>
      <span class="muted">{say('options_sign_ins_since', sinceText(signIn))}</span>
      {signIn.is_current ? (
        <span class="pill">{say('options_sign_ins_current')}</span>
      ) : (
        <Button
          size="small"
          label={say('options_sign_ins_end_label', name, sinceText(signIn))}
          busy={task.busy}
          onClick={task.run}
        >
          {say('options_sign_ins_end')}
        </Button>
      )}
      {task.outcome !== null && (
        <p class="field-problem" role="alert">
          <Octicon name="alert" />
          {task.outcome.text}
        </p>
      )}
    </li>
  );
};

/** Where the person is signed in, each with a way out; a backend that has no such list gets no such row. */
export const SignIns = () => {
  const [signIns, setSignIns] = useState<readonly SignIn[] | null>([]);
  const look = (): void => void load().then(setSignIns);
  useEffect(look, []);
  return (
    <div class="field field-list">
      <div class="field-words">
        <h3 id="sign-ins-label">{say('options_sign_ins')}</h3>
        <p class="hint">{say(signIns === null ? 'options_sign_ins_unavailable' : 'options_sign_ins_hint')}</p>
      </div>
      {signIns !== null && signIns.length > 0 && (
        <ul class="entries" aria-labelledby="sign-ins-label">
          {signIns.map((signIn) => (
            <Row key={signIn.id} signIn={signIn} onEnded={look} />
          ))}
        </ul>
      )}
    </div>
  );
};
