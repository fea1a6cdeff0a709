import type { PauseReason } from '../../domain/pause-reason.ts';
import { reasonWord } from '../../domain/pause-reason.ts';
import type { TraceEntry } from '../../domain/trace.ts';
import { say, sayNamed, type Word } from '../words.ts';
import type { ChartStateBox } from './geometry.ts';
import { wordName } from './word-name.ts';

const machineWords: Record<TraceEntry['machine'], Word> = {
  session: 'chart_session',
  syncItem: 'chart_sync_item',
  auth: 'chart_auth',
};

const isMachine = (name: string): name is TraceEntry['machine'] => name in machineWords;

/** What a machine is about, in a word. */
export const sayMachine = (machine: string): string =>
  isMachine(machine) ? say(machineWords[machine]) : machine;

/** The name of a state; its name in the machine where there is no word for it. */
export const sayStateName = (machine: string, path: string): string =>
  sayNamed(wordName('state', machine, path)) ?? path.split('.').at(-1) ?? path;

/** What a state means, in a sentence. */
export const sayStateMeaning = (machine: string, { path, description }: ChartStateBox): string =>
  sayNamed(wordName('state', machine, path, 'means')) ?? description;

/** What happened, in a few words. */
export const sayEvent = (event: string): string => sayNamed(wordName('event', event)) ?? event;

const reasons: ReadonlySet<string> = new Set<PauseReason>([
  'elsewhere',
  'hidden',
  'unfocused',
  'idle',
  'locked',
  'asleep',
  'by-hand',
  'tracking-off',
  'closed',
]);

const isReason = (cause: string): cause is PauseReason => reasons.has(cause);

const causeWords: Record<string, Word> = {
  offline: 'failure_offline',
  unreachable: 'failure_unreachable',
  unintelligible: 'failure_unintelligible',
  unauthorized: 'failure_unauthorized',
  missing: 'failure_missing',
  gone: 'failure_gone',
  busy: 'chart_cause_busy',
  refused: 'chart_cause_refused',
  'session.start': 'panel_kind_start',
  'session.end': 'panel_kind_end',
  'session.correct': 'panel_kind_correct',
  'session.delete': 'panel_kind_delete',
};

/** Why a step happened, in a sentence; `null` where its event says all. */
export const sayCause = ({ cause, event }: Pick<TraceEntry, 'cause' | 'event'>): string | null => {
  if (cause === null) return null;
  if (isReason(cause))
    return event === 'attention.lost' ? say(reasonWord({ state: 'paused', pausedBecause: cause })) : null;
  const word = causeWords[cause];
  return word === undefined ? cause : say(word);
};

/** What an item of this kind tells the backend. */
export const sayKind = (kind: string): string => say(causeWords[kind] ?? 'panel_kind_unknown');
