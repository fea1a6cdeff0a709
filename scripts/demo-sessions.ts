import type { Played } from './demo-review.ts';

/** A session as `GET /api/sessions` lists it. */
export type KeptSession = {
  session_id: string;
  client_id: string;
  repo_owner: string;
  repo_name: string;
  pr_number: number;
  start_time: string;
  end_time: string | null;
  duration_seconds: number | null;
  status: string;
};

const nameOf = (pr: { repo_owner: string; repo_name: string; pr_number: number }): string =>
  `${pr.repo_owner}/${pr.repo_name} #${pr.pr_number}`;

async function answerOf<Body>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`The backend answered ${response.status} to ${response.url}.`);
  return (await response.json()) as Body;
}

/** What the backend keeps of this person since `began`, oldest first. */
export async function fetchSessions(url: string, login: string, began: Date): Promise<KeptSession[]> {
  const token = await answerOf<{ access_token: string }>(
    await fetch(`${url}/auth/dev`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login }),
    }),
  );
  const { sessions } = await answerOf<{ sessions: KeptSession[] }>(
    await fetch(`${url}/api/sessions?limit=100`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    }),
  );
  return sessions.filter((session) => new Date(session.start_time) >= began).reverse();
}

const timeOf = (iso: string): string => new Date(iso).toLocaleTimeString('en-GB', { timeStyle: 'medium' });

/** The sessions as a table for a terminal, each beside the attention that the script really paid. */
export function tableOf(kept: KeptSession[], played: Played[]): string {
  const rows = kept.map((session) => {
    const script = played.find((review) => nameOf(review) === nameOf(session));
    return [
      nameOf(session),
      timeOf(session.start_time),
      session.end_time === null ? 'open' : timeOf(session.end_time),
      session.duration_seconds === null ? '' : `${session.duration_seconds} s`,
      script === undefined ? '' : `${(script.attentionMs / 1000).toFixed(1)} s`,
      session.status,
      session.client_id,
    ];
  });
  const all = [['Pull request', 'from', 'to', 'counted', 'played', 'status', 'session'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd())
    .join('\n');
}

/** What is wrong with the sessions, a sentence each; empty when all is right. */
export function judge(kept: KeptSession[], played: Played[]): string[] {
  const wrong = played.flatMap((review) => {
    const own = kept.filter((session) => nameOf(session) === nameOf(review));
    const [session] = own;
    const name = nameOf(review);
    if (session === undefined) return [`${name} was reviewed, and the backend holds no session of it.`];
    if (own.length > 1)
      return [`${name} was reviewed once, and the backend holds ${own.length} sessions of it.`];
    if (session.status !== 'completed' || session.duration_seconds === null) {
      return [`The session of ${name} has not ended in the backend.`];
    }
    const errorMs = Math.abs(session.duration_seconds * 1000 - review.attentionMs);
    return errorMs <= review.changes * 2_000
      ? []
      : [
          `${name} had ${(review.attentionMs / 1000).toFixed(1)} s of attention, and ${session.duration_seconds} s were counted; ${review.changes * 2} s would be the most to differ.`,
        ];
  });
  const strangers = kept.filter((session) => !played.some((review) => nameOf(review) === nameOf(session)));
  return [
    ...wrong,
    ...strangers.map((session) => `Nobody reviewed ${nameOf(session)}, and yet it was kept.`),
  ];
}
