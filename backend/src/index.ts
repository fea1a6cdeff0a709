import { createApp } from './app.ts';
import { removeExpired } from './auth/expired.store.ts';
import { problemResponse } from './http/problem.ts';
import { parseSettings } from './settings.ts';

/** What the Worker is bound to: the database, and settings as text (see `settings.ts`). */
type Bindings = { readonly DB: D1Database; readonly [setting: string]: unknown };

type Answer = (request: Request) => Response | Promise<Response>;

const answers = new WeakMap<Bindings, Answer>();

export default {
  fetch(request, bindings) {
    const known = answers.get(bindings);
    if (known !== undefined) return known(request);
    const answer = prepare(bindings);
    answers.set(bindings, answer);
    return answer(request);
  },
  async scheduled(_controller, { DB }) {
    await removeExpired(DB, Date.now());
  },
} satisfies ExportedHandler<Bindings>;

function prepare(bindings: Bindings): Answer {
  const parsed = parseSettings(bindings);
  if (parsed.ok) {
    const app = createApp({ settings: parsed.settings, database: bindings.DB, now: Date.now });
    return (request) => app.fetch(request);
  }
  const detail = `The backend is not set up: ${parsed.faults.join('; ')}.`;
  return () => problemResponse({ status: 503, code: 'misconfigured', detail });
}
