import { Button } from '../components/button.tsx';
import { acceptable, readHost } from './entries.ts';
import { EntryList } from './entry-list.tsx';
import { Section } from './field.tsx';
import { askForHost, giveUpHost } from './host-permissions.ts';
import { useOptions, useOptionsStore, useSave } from './options-context.ts';

const notAllowed = (host: string): string =>
  `The browser has not given WorkTime permission for ${host}, so it is not tracked.`;

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
      <span class="unseen">Not permitted by the browser</span>
      <Button size="small" label={`Allow ${host}`} onClick={() => void allow()}>
        Allow
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
    <Section id="hosts-title" title="Hosts">
      <EntryList
        name="hosts"
        label="Tracked hosts"
        hint="Pull requests are tracked on these."
        writing="Add a GitHub Enterprise Server; the browser asks you before WorkTime may see it."
        entries={entries}
        input={{ label: 'Host to add', placeholder: 'github.example.com', button: 'Add host' }}
        fixed={
          <li class="entry">
            <bdi>github.com</bdi>
            <span class="muted">Always tracked</span>
          </li>
        }
        read={(text) => readHost(text, entries)}
        onAdd={add}
        onRemove={remove}
        beside={(host) => (allowed.includes(host) ? null : <Unseen host={host} />)}
      />
    </Section>
  );
};
