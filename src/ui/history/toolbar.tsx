import { Button } from '../components/button.tsx';
import { localFormat } from '../locale-format.ts';
import { saveFile } from '../save-file.ts';
import { say } from '../words.ts';
import { entriesCsv, entriesJson } from './export-shown.ts';
import { useHistory, useHistoryStore, useShown } from './history-context.ts';
import { RANGES } from './history-store.ts';

const Range = () => {
  const store = useHistoryStore();
  const chosen = useHistory((state) => state.days);
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{say('history_range')}</legend>
      {RANGES.map((days) => (
        <label key={days} class={days === chosen ? 'segment segment-chosen' : 'segment'}>
          <input
            type="radio"
            name="range"
            class="visually-hidden"
            checked={days === chosen}
            onChange={() => store.trigger.rangeChosen({ days })}
          />
          {days === 366 ? say('history_year') : say('history_days', days)}
        </label>
      ))}
    </fieldset>
  );
};

/** Which time is shown, a search in it, and files of what is shown. */
export const Toolbar = () => {
  const store = useHistoryStore();
  const query = useHistory((state) => state.query);
  const now = useHistory((state) => state.now);
  const { entries } = useShown();
  const name = `worktime-${localFormat.dayOf(now)}`;
  return (
    <div class="toolbar">
      <Range />
      <input
        type="search"
        class="search"
        aria-label={say('history_search')}
        placeholder={say('history_search')}
        value={query}
        onInput={({ currentTarget }) => store.trigger.searched({ query: currentTarget.value })}
      />
      <div class="actions">
        <Button
          icon="download"
          id="download-csv"
          label={say('history_download', say('history_csv'))}
          onClick={() => saveFile(`${name}.csv`, entriesCsv(entries), 'text/csv')}
        >
          {say('history_csv')}
        </Button>
        <Button
          icon="download"
          id="download-json"
          label={say('history_download', say('history_json'))}
          onClick={() => saveFile(`${name}.json`, entriesJson(entries))}
        >
          {say('history_json')}
        </Button>
      </div>
    </div>
  );
};
