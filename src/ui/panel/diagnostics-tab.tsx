import { useState } from 'preact/hooks';
import { sayMachine } from '../charts/chart-words.ts';
import { Steps } from '../charts/steps.tsx';
import { Button } from '../components/button.tsx';
import { FileButton } from '../components/file-button.tsx';
import { saveFile } from '../save-file.ts';
import { readTraceFile, withoutIds, writeTraceFile } from '../stored-trace.ts';
import { say } from '../words.ts';
import { usePanel, usePanelStore } from './panel-context.ts';
import { ReplayView } from './replay.tsx';

/** How many of the last steps are listed. */
const LISTED = 12;

const TracePart = () => {
  const store = usePanelStore();
  const trace = usePanel((state) => state.trace);
  const [isCopied, setCopied] = useState(false);
  const text = (): string => writeTraceFile(trace, chrome.runtime.getManifest().version);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
  };
  return (
    <section class="card" aria-labelledby="trace">
      <h2 id="trace" class="card-title">
        {say('diagnostics_trace')} <span class="counter">{trace.length}</span>
      </h2>
      <p class="muted">{say('diagnostics_trace_hint')}</p>
      {trace.length > 0 && (
        <div class="actions">
          <Button size="small" {...(isCopied ? { icon: 'check' } : {})} onClick={() => void copy()}>
            {say(isCopied ? 'diagnostics_copied' : 'diagnostics_copy')}
          </Button>
          <Button size="small" onClick={() => saveFile('worktime-trace.json', text())}>
            {say('diagnostics_save')}
          </Button>
          <Button size="small" onClick={() => store.trigger.replayBegun({ steps: withoutIds(trace) })}>
            {say('diagnostics_replay_this')}
          </Button>
        </div>
      )}
      <Steps steps={trace.toReversed().slice(0, LISTED)} machineOf={sayMachine} />
    </section>
  );
};

const LoadTrace = () => {
  const store = usePanelStore();
  const load = async (file: File): Promise<void> => {
    const steps = readTraceFile(await file.text());
    if (steps === null) store.trigger.problemShown({ problem: say('diagnostics_not_a_trace') });
    else store.trigger.replayBegun({ steps });
  };
  return (
    <section class="card" aria-labelledby="replay">
      <h2 id="replay" class="card-title">
        {say('diagnostics_replay')}
      </h2>
      <p class="muted">{say('diagnostics_replay_hint')}</p>
      <div class="actions">
        <FileButton size="small" accept="application/json,.json" onFile={(file) => void load(file)}>
          {say('diagnostics_load')}
        </FileButton>
      </div>
    </section>
  );
};

/** What helps to find a fault: what the machines did, to copy, to save and to play again. */
export const DiagnosticsTab = () => {
  const replay = usePanel((state) => state.replay);
  return (
    <>
      <TracePart />
      <LoadTrace />
      {replay !== null && <ReplayView replay={replay} />}
    </>
  );
};
