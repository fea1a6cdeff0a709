import { Octicon } from '../components/octicon.tsx';
import { say, sayCount } from '../words.ts';
import { useHistory } from './history-context.ts';

/** Says where what is shown was read, and what of it the backend does not have yet. */
export const SourceNote = () => {
  const source = useHistory((state) => state.loaded?.source ?? null);
  const waiting = useHistory((state) => state.loaded?.entries.filter(({ synced }) => !synced).length ?? 0);
  return (
    <p class="source" role="status" data-source={source ?? undefined}>
      {source !== null && (
        <>
          <span
            class="pill"
            title={say(source === 'backend' ? 'history_source_backend_hint' : 'history_source_local_hint')}
          >
            <Octicon name={source === 'backend' ? 'server' : 'deviceDesktop'} />
            <span>{say(source === 'backend' ? 'common_source_backend' : 'common_source_local')}</span>
          </span>
          {waiting > 0 && <span class="hint">{sayCount('history_waiting', waiting)}</span>}
        </>
      )}
    </p>
  );
};
