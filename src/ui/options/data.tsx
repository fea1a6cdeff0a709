import { useState } from 'preact/hooks';
import { toEpochMs } from '../../domain/time.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { FileButton } from '../components/file-button.tsx';
import { exportCsv, exportJson } from '../data/export.ts';
import { importData } from '../data/import.ts';
import { localFormat } from '../locale-format.ts';
import { saveFile } from '../save-file.ts';
import { say, sayCount } from '../words.ts';
import { ActionRow } from './action-row.tsx';
import { useOptions } from './options-context.ts';
import { bytesText } from './storage-use.ts';
import { command, type Outcome, useTask } from './use-task.ts';

const StorageUsed = () => {
  const use = useOptions((state) => state.use);
  return (
    <div class="field">
      <h3>{say('options_data_use')}</h3>
      <p class="muted tabular">
        {use !== null && sayCount('options_data_use', use.reviews, bytesText(use.bytes))}
      </p>
    </div>
  );
};

const Export = () => {
  const save = async (kind: 'json' | 'csv'): Promise<Outcome> => {
    const text = kind === 'json' ? await exportJson() : await exportCsv();
    saveFile(
      `worktime-${localFormat.dayOf(toEpochMs(Date.now()))}.${kind}`,
      text,
      kind === 'json' ? 'application/json' : 'text/csv',
    );
    return null;
  };
  const json = useTask(() => save('json'));
  const csv = useTask(() => save('csv'));
  return (
    <ActionRow title={say('options_data_export')} hint={say('options_data_export_hint')}>
      <Button
        icon="download"
        label={say('options_data_export_json_label')}
        busy={json.busy}
        onClick={json.run}
      >
        {say('options_data_export_json')}
      </Button>
      <Button icon="download" label={say('options_data_export_csv_label')} busy={csv.busy} onClick={csv.run}>
        {say('options_data_export_csv')}
      </Button>
    </ActionRow>
  );
};

const takeIn = async (file: File): Promise<Outcome> => {
  const taken = await importData(await file.text());
  if (taken === null) return { tone: 'problem', text: say('options_data_import_failed') };
  return {
    tone: 'done',
    text: say('options_data_import_done', taken.added, taken.known, taken.unreadable),
  };
};

const Import = () => {
  const task = useTask(takeIn);
  return (
    <ActionRow
      title={say('options_data_import')}
      hint={say('options_data_import_hint')}
      outcome={task.outcome}
    >
      <FileButton accept=".json,.csv,application/json,text/csv" busy={task.busy} onFile={task.run}>
        {say('options_data_import_button')}
      </FileButton>
    </ActionRow>
  );
};

const Erase = () => {
  const [asking, setAsking] = useState(false);
  const unsent = useOptions(({ stored }) =>
    stored.kind === 'readable' ? stored.view.sync.pending + stored.view.sync.failed : 0,
  );
  const task = useTask(() => command({ type: 'ERASE_LOCAL_DATA' }, say('options_data_erased')));
  const warning = unsent === 0 ? [] : [sayCount('options_data_erase_unsent', unsent)];
  return (
    <ActionRow title={say('options_data_erase')} hint={say('options_data_erase_hint')} outcome={task.outcome}>
      <Button id="erase-data" look="danger" icon="trash" busy={task.busy} onClick={() => setAsking(true)}>
        {say('options_data_erase')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={say('options_data_erase_asked')}
          words={[say('options_data_erase_asked_hint'), ...warning]}
          action={say('options_data_erase')}
          onConfirm={task.run}
          onClose={() => setAsking(false)}
        />
      )}
    </ActionRow>
  );
};

/** What this browser holds: taken along, taken in, erased. */
export const Data = () => (
  <>
    <StorageUsed />
    <Export />
    <Import />
    <Erase />
  </>
);
