import { isExcluded, type PullRequest } from '../domain/pull-request.ts';
import type { ReviewLog } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import { toEpochMs } from '../domain/time.ts';
import type { View } from '../domain/view.ts';
import type { Command, RefusalReason, Reply, SettingsChange } from '../messages/commands.ts';
import type { BackendAddress } from '../ports/backend-address.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { CorrectionBody } from '../ports/session-api.ts';
import type { Store } from '../ports/store.ts';
import type { Amendments } from './amendments.ts';
import { AUTH_ID, type Instance } from './charts.ts';
import type { Message } from './decide.ts';
import type { Gaps } from './gaps.ts';
import type { Importer } from './importing.ts';
import type { Records } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { SyncQueue } from './sync-queue.ts';
import type { Tracking } from './tracking.ts';
import { activeSession } from './view.ts';

interface CommandParts {
  store: Store;
  clock: Clock;
  chance: Chance;
  connectivity: Connectivity;
  address: BackendAddress;
  runtime: Runtime;
  queue: SyncQueue;
  tracking: Tracking;
  records: Records;
  amendments: Amendments;
  gaps: Gaps;
  takeIn: Importer;
  settings(): Settings;
  settingsChanged(): Promise<void>;
  networkChanged(): Promise<void>;
  /** What pages show, derived where this worker has not done so yet. */
  viewNow(): Promise<View | null>;
  /** Forgets everything that this browser holds. */
  eraseAll(): Promise<void>;
}

const refused = (reason: RefusalReason, message: string): Reply => ({
  ok: false,
  error: { code: 'not-possible', reason, message },
});

const logOf = ({ context }: Instance): ReviewLog | null => context.log as ReviewLog | null;

const amended = (outcome: Awaited<ReturnType<Amendments['remove']>>): Reply => {
  switch (outcome) {
    case 'done':
      return { ok: true };
    case 'unknown':
      return refused('unknown-session', 'There is no such session, or it is too late for that.');
    case 'unsound':
      return refused('unsound', 'A session cannot count more time than it lasted, nor end later than now.');
  }
};

/** The session that a command without an id means: the one that counts, else one by hand, else any. */
const closeness = (session: Instance): number => {
  const log = logOf(session);
  return (log?.countingSince == null ? 0 : 2) + (log?.byHand ? 1 : 0);
};

/** Does what a page of the extension asks for. */
export const createCommands = (parts: CommandParts) => {
  const { store, clock, connectivity, address, runtime, queue, tracking, settings } = parts;
  const { records, amendments } = parts;

  const tell = (event: Extract<Message, { chart: 'auth' }>['event']): Promise<void> =>
    runtime.dispatch([{ chart: 'auth', id: AUTH_ID, event }]);

  const openSession = (id?: string): Instance | null => {
    const open = runtime
      .charts()
      .filter((instance) => instance.chart === 'session' && logOf(instance) !== null)
      .sort((a, b) => closeness(b) - closeness(a));
    return (id === undefined ? open[0] : open.find((session) => logOf(session)?.id === id)) ?? null;
  };

  const onSession = async (
    id: string | undefined,
    type: 'session.end' | 'session.pause' | 'session.resume',
  ): Promise<Reply> => {
    const session = openSession(id);
    if (!session) return refused('no-open-session', 'There is no such open session.');
    const at = clock.now();
    await runtime.dispatch([{ chart: 'session', id: session.id, event: { type, at } }]);
    await tracking.take({ at });
    return { ok: true, session: { id: logOf(session)?.id } };
  };

  const start = async (pullRequest: PullRequest): Promise<Reply> => {
    if (!settings().trackingEnabled) return refused('tracking-off', 'Tracking is off.');
    if (isExcluded(pullRequest, settings().excluded))
      return refused('excluded', 'This repository is excluded.');
    await tracking.start(pullRequest);
    return { ok: true, session: activeSession(runtime.charts()) };
  };

  const sync = async (): Promise<Reply> => {
    await queue.hurry();
    await queue.openRound();
    if (!connectivity.isOnline())
      return refused('offline', 'There is no network. Your time is kept and sent later.');
    const auth = runtime.find('auth', AUTH_ID)?.value;
    return auth === 'valid' || auth === 'refreshing'
      ? { ok: true }
      : refused('signed-out', 'Sign in to sync. Your time is kept on this computer.');
  };

  /** Written for all to see; what follows from it follows from the write. */
  const changeSettings = async (change: SettingsChange): Promise<Reply> => {
    const stored = (await store.get(['settings'])).settings;
    await store.commit({ settings: { ...(typeof stored === 'object' ? stored : {}), ...change } });
    await parts.settingsChanged();
    return { ok: true };
  };

  const signOut = async (): Promise<void> => {
    await queue.settleOwner();
    const { refreshToken } = await store.get(['refreshToken']);
    await tell({
      type: 'auth.signOut',
      at: clock.now(),
      refreshToken: typeof refreshToken === 'string' ? refreshToken : null,
    });
  };

  /** Resolves once the person is waited for: what comes of it is in the View. */
  const signIn = async (login: string | null): Promise<Reply> => {
    await queue.settleOwner();
    await tell({ type: 'auth.signIn', at: clock.now(), id: parts.chance.id(), login });
    return { ok: true };
  };

  return async (message: Command): Promise<Reply> => {
    switch (message.type) {
      case 'START_SESSION': {
        const { repo_owner: owner, repo_name: repo, pr_number: number } = message.data;
        return start({ host: 'github.com', owner, repo, number });
      }
      case 'END_SESSION':
        return onSession(message.data?.id, 'session.end');
      case 'PAUSE_SESSION':
        return onSession(message.data.id, 'session.pause');
      case 'RESUME_SESSION':
        return onSession(message.data.id, 'session.resume');
      case 'SYNC_NOW':
        return sync();
      case 'NETWORK_CHANGED':
        await parts.networkChanged();
        return { ok: true };
      case 'RETRY_SESSION':
        await queue.retry(message.data.id);
        return { ok: true };
      case 'DISCARD_SESSION':
        await queue.discard(message.data.id);
        return { ok: true };
      case 'CORRECT_SESSION': {
        const { id, ...change } = message.data;
        return amended(await amendments.correct(id, change as CorrectionBody));
      }
      case 'SPLIT_SESSION':
        return amended(await amendments.split(message.data.id, toEpochMs(Date.parse(message.data.at))));
      case 'COUNT_GAP':
      case 'LEAVE_GAP': {
        const settled = await parts.gaps.decide(message.data.gaps, message.type === 'COUNT_GAP');
        return settled > 0 ? { ok: true, settled } : refused('unknown-gap', 'There is no such gap any more.');
      }
      case 'DELETE_SESSION':
        return amended(await amendments.remove(message.data.id));
      case 'RESTORE_SESSION':
        return amended(await amendments.restore(message.data.id));
      case 'IMPORT_DATA':
        return { ok: true, ...(await parts.takeIn(message.data.sessions)) };
      case 'EXCLUDE_REPOSITORY': {
        const { owner, repo } = message.data;
        return changeSettings({ excluded: [...settings().excluded, `${owner}/${repo}`] });
      }
      case 'CHANGE_SETTINGS':
        return changeSettings(message.data);
      case 'LOAD_VIEW':
        return { ok: true, view: await parts.viewNow() };
      case 'LOAD_STATS':
        return records.stats(message.data.days);
      case 'LOAD_HISTORY':
        return records.history(message.data.limit, message.data.offset);
      case 'SIGN_IN_LOCALLY':
        if (!address.isLocal()) return refused('no-such-sign-in', 'This backend does not sign in by name.');
        return signIn(message.data.login);
      case 'SIGN_IN':
        return signIn(null);
      case 'SIGN_OUT':
        await signOut();
        return { ok: true };
      case 'LOAD_SIGN_INS':
        return records.signIns();
      case 'REVOKE_SIGN_IN':
        return records.revokeSignIn(message.data.id);
      case 'ERASE_ACCOUNT':
        return records.eraseAccount();
      case 'ERASE_LOCAL_DATA':
        await signOut();
        await parts.eraseAll();
        return { ok: true };
    }
  };
};
