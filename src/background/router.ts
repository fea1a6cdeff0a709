import * as v from 'valibot';
import { readEvidence } from '../messages/attention.ts';
import { AttentionReport, Command, type Refusal, type Reply } from '../messages/commands.ts';
import type { Clock } from '../ports/clock.ts';
import { createFloodGate } from './flood-gate.ts';
import type { WorkTime } from './worktime.ts';

/** Who sent a message, as far as the router asks. */
export type Sender = Pick<
  chrome.runtime.MessageSender,
  'id' | 'origin' | 'url' | 'tab' | 'frameId' | 'documentLifecycle'
>;

interface RouterParts {
  worktime: Pick<WorkTime, 'command' | 'take' | 'recognize' | 'sensorRules' | 'networkChanged'>;
  clock: Pick<Clock, 'now'>;
  extensionId: string;
}

/** A refusal says what is wrong, and never sends back what it was sent. */
const LONGEST_REFUSAL = 300;

const refuse = (code: Refusal['code'], message: string): Reply => ({ ok: false, error: { code, message } });

/**
 * The only way in for messages. Pages of the extension may send every command; a page of the web may report its
 * attention, from its top frame; everything else is refused and changes nothing.
 */
export const createRouter = ({ worktime, clock, extensionId }: RouterParts) => {
  const ownOrigin = `chrome-extension://${extensionId}`;
  const floodGate = createFloodGate();

  const isLooked = ({ documentLifecycle }: Sender): boolean =>
    documentLifecycle === undefined || documentLifecycle === 'active';

  const isOwnPage = (sender: Sender): boolean =>
    sender.id === extensionId &&
    sender.origin === ownOrigin &&
    (sender.frameId === undefined || sender.frameId === 0) &&
    isLooked(sender);

  const isWatchedPage = (sender: Sender): boolean =>
    sender.id === extensionId &&
    sender.origin !== ownOrigin &&
    sender.tab?.id !== undefined &&
    !sender.tab.incognito &&
    sender.frameId === 0 &&
    isLooked(sender);

  const attend = async (report: AttentionReport, sender: Sender): Promise<Reply> => {
    const { tab, url, origin } = sender;
    const pullRequest = worktime.recognize(tab?.url ?? url ?? '');
    if (tab?.id === undefined || pullRequest === null) return { ok: true, watch: false };
    if (origin !== undefined && origin !== `https://${pullRequest.host}`)
      return refuse('forbidden', 'Not from this sender.');
    const at = clock.now();
    if (!floodGate.admits(tab.id, at)) return refuse('not-possible', 'Too many reports.');
    const page = readEvidence(report.data, at);
    await worktime.take({ at, tabId: tab.id, page });
    await worktime.networkChanged();
    return { ok: true, watch: true, ...worktime.sensorRules(pullRequest) };
  };

  return async (message: unknown, sender: Sender): Promise<Reply> => {
    const report = v.safeParse(AttentionReport, message);
    if (report.success)
      return isWatchedPage(sender)
        ? attend(report.output, sender)
        : refuse('forbidden', 'Not from this sender.');
    if (!isOwnPage(sender)) return refuse('forbidden', 'Only pages of the extension may send this.');
    const command = v.safeParse(Command, message);
    if (!command.success) return refuse('malformed', v.summarize(command.issues).slice(0, LONGEST_REFUSAL));
    return worktime.command(command.output);
  };
};
