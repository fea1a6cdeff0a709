import type { View } from '../../domain/view.ts';
import { traceFile } from '../stored-trace.ts';
import type { OptionsState } from './options-store.ts';

/** What the browser and the extension say of themselves. */
export interface Surroundings {
  extension: string;
  browser: string;
  language: string;
  at: string;
}

const healthOf = ({ version, sync, auth, trackingEnabled, notices, current, others }: View) => ({
  version,
  sync,
  signIn: auth.state,
  trackingEnabled,
  notices: notices.map(({ kind }) => kind),
  open: [...(current === null ? [] : [current]), ...others].map(
    ({ state, pausedBecause, countedMs, countingSince, can }) => ({
      state,
      pausedBecause,
      countedMs,
      countingSince,
      can,
    }),
  ),
});

/**
 * How things stand, for a bug report: no name of a person, repository or host, no title, no token is in it. The side panel
 * plays the steps in it again.
 */
export const diagnose = (
  { settings, locked, stored, trace, use }: OptionsState,
  surroundings: Surroundings,
): object => ({
  ...traceFile(trace, surroundings.extension),
  ...surroundings,
  view: stored.kind === 'readable' ? healthOf(stored.view) : stored.kind,
  settings: {
    ...settings,
    excluded: settings.excluded.length,
    hosts: settings.hosts.length,
    locked,
  },
  storage:
    use === null
      ? null
      : { bytes: use.bytes, reviews: use.reviews, unreadable: use.unreadable.map(withoutName) },
});

/** The kind of a record, without the id or the pull request that its key may name. */
const withoutName = (key: string): string => key.replace(/\/.*/s, '/…');
