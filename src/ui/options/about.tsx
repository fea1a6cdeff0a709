import { presetBackend } from '../../domain/backend-address.ts';
import { say } from '../words.ts';
import { Locked } from './field.tsx';
import { useOptions } from './options-context.ts';

const builtFor: string = import.meta.env.VITE_API_BASE_URL ?? 'http://127.0.0.1:8787';

const LICENSE = 'MIT';

/** What this is, and whom it talks to. */
export const About = () => {
  const preset = presetBackend(useOptions(({ policy }) => policy));
  return (
    <dl class="facts">
      <div class="field">
        <dt>{say('options_about_version')}</dt>
        <dd>{chrome.runtime.getManifest().version}</dd>
      </div>
      <div class="field">
        <dt>{say('options_about_backend')}</dt>
        <dd>
          <bdi>{preset ?? builtFor}</bdi>
          {preset !== null && <Locked />}
        </dd>
      </div>
      <div class="field">
        <dt>{say('options_about_extension_id')}</dt>
        <dd>
          <code>{chrome.runtime.id}</code>
        </dd>
      </div>
      <div class="field">
        <dt>{say('options_about_license')}</dt>
        <dd>{LICENSE}</dd>
      </div>
    </dl>
  );
};
