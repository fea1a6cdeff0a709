import type { Store } from '../ports/store.ts';
import type { Instance, Owed } from './charts.ts';
import type { Action, Change, Message } from './decide.ts';
import type { Draft } from './draft.ts';

/** An effect that is to be done, and for whom. */
export interface Debt {
  effect: Owed;
  instance: Instance;
}

/** Effects that are done together: one commit takes what comes of them, and strikes all of them off. */
export interface Job {
  debts: readonly Debt[];
  outcome: Promise<Message[]>;
}

/** What the runtime is built from: the store, and what decides, derives, acts and is told around it. */
export interface RuntimeParts {
  store: Store;
  /** Does at commit what must be true together with the transition. Answers whether the action is done by that. */
  record(action: Action, instance: Instance, draft: Draft): Promise<boolean>;
  /** The keys that taking this message will read. */
  needs(message: Message): string[];
  /** What follows from changes at once, within the same commit. */
  onward(changes: readonly Change[]): Message[];
  /** Adds what is derived from the instances, of which all but the sync items are `charts`. */
  project(changes: readonly Change[], charts: readonly Instance[], draft: Draft): void;
  /** Does owed effects, as often as it takes. */
  act(debts: readonly Debt[]): Job[];
  newId(): string;
  /** Told right before anything is written, such as these changes. Nothing is, until it resolves. */
  onSaving(changes: readonly Change[]): Promise<void>;
  /** Told of every instance that is in memory from now on, or not any more. */
  onKept(before: Instance | null, after: Instance | null): void;
  /** Told once a write was tried. `isSaved` where all that was decided is stored. */
  onDecided(isSaved: boolean): void;
  /** Told where something was decided that needs no writing, and all that was decided before is stored. */
  onRest(): void;
  /** Told when all that was decided is stored. */
  onCommitted(changes: readonly Change[]): void;
  /** Told when the store refused a commit. What it should have held goes with the next one; no effect runs before. */
  onRefused(error: unknown): Promise<void>;
  /** Told of what only a bug can cause. */
  onDefect(error: unknown): void;
  /** Told of a record that could not be read, before anything is written in its place. */
  onQuarantined(key: string, stored: unknown): Promise<void>;
}

/** Fills a draft, in turn with the commits. */
export type Work = (draft: Draft) => void | Promise<void>;

/** What waits to be taken by the next commit. */
export interface Turn {
  messages: readonly Message[];
  debts: readonly Debt[];
  work: Work | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** What the next commit comes to. `isIdle` where nothing came of anything. */
export interface Decided {
  draft: Draft;
  changes: readonly Change[];
  isIdle: boolean;
}
