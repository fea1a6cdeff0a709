import type { ComponentChildren } from 'preact';
import { Button } from '../components/button.tsx';
import { localFormat } from '../locale-format.ts';
import { saveFile } from '../save-file.ts';
import { say } from '../words.ts';
import { ActionRow } from './action-row.tsx';
import { diagnose } from './diagnosis.ts';
import { useOptions } from './options-context.ts';
import { useTask } from './use-task.ts';

const useReport = (): string => {
  const state = useOptions((all) => all);
  const report = diagnose(state, {
    extension: chrome.runtime.getManifest().version,
    browser: navigator.userAgent,
    language: navigator.language,
    at: new Date().toISOString(),
  });
  return JSON.stringify(report, null, 2);
};

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="field">
    <dt>{name}</dt>
    <dd class="tabular">{children}</dd>
  </div>
);

const Facts = () => {
  const sync = useOptions(({ stored }) => (stored.kind === 'readable' ? stored.view.sync : null));
  const use = useOptions((state) => state.use);
  if (sync === null) return null;
  return (
    <dl class="facts">
      <Fact name={say('options_diagnostics_pending')}>{sync.pending}</Fact>
      <Fact name={say('options_diagnostics_failed')}>{sync.failed}</Fact>
      <Fact name={say('options_diagnostics_next_attempt')}>
        {sync.nextAttemptAt === null
          ? say('options_diagnostics_none')
          : localFormat.moment(sync.nextAttemptAt)}
      </Fact>
      <Fact name={say('options_diagnostics_last_sync')}>
        {sync.lastSyncTime === null
          ? say('options_diagnostics_never')
          : localFormat.moment(sync.lastSyncTime)}
      </Fact>
      <Fact name={say('options_diagnostics_unreadable')}>{use?.unreadable.length ?? 0}</Fact>
    </dl>
  );
};

const Report = () => {
  const report = useReport();
  const copy = useTask(async () => {
    await navigator.clipboard.writeText(report);
    return { tone: 'done', text: say('common_copied') };
  });
  return (
    <>
      <ActionRow
        title={say('options_diagnostics_report')}
        hint={say('options_diagnostics_report_hint')}
        outcome={copy.outcome}
      >
        <Button icon="copy" onClick={copy.run}>
          {say('common_copy')}
        </Button>
        <Button icon="download" onClick={() => saveFile('worktime-report.json', report)}>
          {say('common_download')}
        </Button>
      </ActionRow>
      <details class="field-details">
        <summary>{say('options_diagnostics_report_show')}</summary>
        <textarea readOnly rows={16} aria-label={say('options_diagnostics_report')} value={report} />
      </details>
    </>
  );
};

/** How things stand inside, for a person who looks for what is wrong. */
export const Diagnostics = () => (
  <>
    <Facts />
    <Report />
  </>
);
