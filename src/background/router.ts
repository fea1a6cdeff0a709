import * as v from 'valibot';
import { readEvidence } from '../messages/attention.ts';
import { AttentionReport, Command, type Refusal, type Reply } from '../messages/commands.ts';
import type { Clock } from '../ports/clock.ts';
import type { WorkTime } from './worktime.ts';

/** Who sent a message, as far as the router asks. */
export type Sender = Pick<
  chrome.runtime.MessageSender,
  'id' | 'origin' | 'url' | 'tab' | 'frameId' | 'documentLifecycle'
>;

interface RouterParts {
  worktime: WorkTime;
  clock: Clock;
  extensionId: string;
}

const refuse = (code: Refusal['code'], message: string): Reply => ({ ok: false, error: { code, message } });

/**
 * The only way in for messages. Pages of the extension may send every command; a page of the web may report its
 * attention, from its top frame; everything else is refused and changes nothing.
 */
export const createRouter = ({ worktime, clock, extensionId }: RouterParts) => {
  const ownOrigin = `chrome-extension://${extensionId}`;

  const isOwnPage = ({ id, origin, url }: Sender): boolean =>
    id === extensionId &&
    (origin === ownOrigin || (origin === undefined && url?.startsWith(`${ownOrigin}/`) === true));

  const isWatchedPage = ({ id, tab, frameId, documentLifecycle }: Sender): boolean =>
    id === extensionId &&
    tab?.id !== undefined &&
    !tab.incognito &&
    frameId === 0 &&
    (documentLifecycle === undefined || documentLifecycle === 'active');

  const attend = async (report: AttentionReport, sender: Sender): Promise<Reply> => {
    const { tab, url } = sender;
    const pullRequest = worktime.recognize(tab?.url ?? url ?? '');
    if (tab?.id === undefined || pullRequest === null) return { ok: true, watch: false };
    const at = clock.now();
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
    if (!command.success) return refuse('malformed', v.summarize(command.issues));
    return worktime.command(command.output);
  };
};
