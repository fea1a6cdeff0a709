import { Button } from '../components/button.tsx';
import { say } from '../words.ts';
import { acceptable, readHost } from './entries.ts';
import { EntryList } from './entry-list.tsx';
import { askForHost, giveUpHost } from './host-permissions.ts';
import { useOptions, useOptionsStore, useSave } from './options-context.ts';

const GITHUB = 'github.com';

const notAllowed = (host: string): string => say('options_hosts_not_allowed', host);

const Unseen = ({ host }: { host: string }) => {
  const store = useOptionsStore();
  const save = useSave();
  const allow = async (): Promise<void> => {
    // An empty change: the worker looks again at what it may see.
    if (await askForHost(host)) await save({});
    else store.trigger.problemShown({ name: 'hosts', problem: notAllowed(host) });
  };
  return (
    <>
      <span class="unseen">{say('options_hosts_unseen')}</span>
      <Button size="small" label={say('options_hosts_allow_host', host)} onClick={() => void allow()}>
        {say('options_hosts_allow')}
      </Button>
    </>
  );
};

/** Where pull requests are. */
export const Hosts = () => {
  const store = useOptionsStore();
  const entries = useOptions((state) => state.settings.hosts);
  const allowed = useOptions((state) => state.allowed);
  const save = useSave();
  const saveList = (list: string[]): Promise<boolean> => save({ hosts: acceptable('hosts', list) });

  const add = async (host: string): Promise<boolean> => {
    if (!(await askForHost(host))) {
      store.trigger.problemShown({ name: 'hosts', problem: notAllowed(host) });
      return false;
    }
    const taken = await saveList([...entries, host]);
    if (!taken) await giveUpHost(host);
    return taken;
  };
  const remove = async (host: string): Promise<void> => {
    if (await saveList(entries.filter((other) => other !== host))) await giveUpHost(host);
  };

  return (
    <EntryList
      name="hosts"
      label={say('options_hosts_label')}
      hint={say('options_hosts_hint')}
      writing={say('options_hosts_writing')}
      entries={entries}
      input={{
        label: say('options_hosts_input'),
        placeholder: 'github.example.com',
        button: say('options_hosts_add'),
      }}
      fixed={
        <li class="entry">
          <bdi>{GITHUB}</bdi>
          {allowed.includes(GITHUB) ? (
            <span class="muted">{say('options_hosts_always')}</span>
          ) : (
            <Unseen host={GITHUB} />
          )}
        </li>
      }
      read={(text) => readHost(text, entries)}
      onAdd={add}
      onRemove={remove}
      beside={(host) => (allowed.includes(host) ? null : <Unseen host={host} />)}
    />
  );
};
