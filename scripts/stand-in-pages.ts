/** One pull request as the stand-in for github.com shows it. */
export type StandInPullRequest = { owner: string; repo: string; number: number };

const titles = [
  'Keep the retry deadline across a restart',
  'Read the time zone from the browser',
  'Close idle connections before the pool drains',
  'Describe the session states in plain words',
  'Parse a date only once',
  'Read the telemetry in one pass',
  'Let a launch be cancelled until ignition',
];

// Names are text to whoever reads them; these pages make sure of it.
const hostileTitles: Record<number, string> = {
  13: '<img src=x onerror="document.title=\'pwned\'"> & "quotes" \'too\'',
  66: '</title><script>document.title="pwned"</script>',
  99: 'A title that \u202eturns round and has a tab\tin it',
};

/** The title of a pull request, the same for the same number; 13, 66 and 99 are hostile. */
export const titleOf = (number: number): string =>
  hostileTitles[number] ?? titles[number % titles.length] ?? 'A change';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b2330, #dfe6ef); --soft: light-dark(#5b6675, #95a1b1);
  --page: light-dark(#ffffff, #10151d); --panel: light-dark(#f5f7fa, #171e28); --line: light-dark(#d9dfe7, #2a3442);
  --accent: light-dark(#0b62d6, #6cabff); --good: light-dark(#18794e, #3fb27f); }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--page) }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
.top { display: flex; gap: 1rem; align-items: center; padding: .8rem 1.5rem; background: var(--panel); border-bottom: 1px solid var(--line) }
.top b { font-size: 1.05rem } .note { margin-left: auto; color: var(--soft); font-size: .85rem }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.6rem; font-weight: 500; margin: .2rem 0 .6rem; overflow-wrap: anywhere }
h1 span { color: var(--soft) }
.pill { background: var(--good); color: #fff; border-radius: 2rem; padding: .2rem .8rem; font-size: .85rem; margin-right: .6rem }
nav { display: flex; gap: 1.4rem; border-bottom: 1px solid var(--line); margin: 1.2rem 0 }
nav a { padding: .5rem 0; color: var(--ink) } nav a[aria-current] { border-bottom: 2px solid var(--accent); font-weight: 600 }
.card { border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 1.2rem; overflow: hidden }
.card header { background: var(--panel); padding: .6rem 1rem; color: var(--soft); border-bottom: 1px solid var(--line) }
.card p, .card pre { margin: 0; padding: .9rem 1rem } pre { font: 13px/1.6 ui-monospace, monospace; overflow-x: auto }
.add { background: light-dark(#e2f6ea, #12301f) } .del { background: light-dark(#fde8e8, #3a1a1d) }
li { margin: .5rem 0 }`;

// Soft navigation as GitHub's pages do it: the address changes by pushState, and events of Turbo or of its React tell of it.
const script = `
const events = { turbo: ['turbo:render', 'turbo:load'], soft: ['soft-nav:success', 'soft-nav:render'] };
const show = async (href, push, kind) => {
  const html = await (await fetch(href)).text();
  const next = new DOMParser().parseFromString(html, 'text/html');
  if (push) history.pushState({}, '', href);
  document.title = next.title;
  document.querySelector('main').replaceWith(next.querySelector('main'));
  scrollTo(0, 0);
  for (const name of events[kind]) document.dispatchEvent(new Event(name));
};
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-turbo], a[data-soft]');
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show(link.href, true, link.hasAttribute('data-soft') ? 'soft' : 'turbo');
});
addEventListener('popstate', () => show(location.href, false, 'turbo'));`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>${style}</style></head>
<body><div class="top"><b><a href="/">Code host</a></b><span class="note">A stand-in for github.com, served from this machine</span></div>
<main>${body}</main><script>${script}</script></body></html>`;

const link = (href: string, text: string, current = false): string =>
  `<a data-turbo href="${href}"${current ? ' aria-current="page"' : ''}>${escapeHtml(text)}</a>`;

/** A link that GitHub's React would follow. */
const softLink = (href: string, text: string): string =>
  `<a data-soft href="${href}">${escapeHtml(text)}</a>`;

const shaOf = (index: number): string => `c0ffee${index}`;

const paragraphs = [
  'The old code kept the deadline in memory, so a restart began the wait again. It is now written beside what it describes.',
  'Should the clock go backwards here, the comparison still holds, because both instants come from the same source.',
  'I read it twice and could not find a path that skips the write. A test that stops the process in the middle would settle it.',
  'Could the name say what the number counts? Milliseconds and seconds meet in this function.',
  'That is better. One more question about the second branch: who removes the record once the answer has come?',
];

const comment = (index: number): string =>
  `<article class="card"><header>reviewer-${(index % 3) + 1} wrote</header><p>${paragraphs[index % paragraphs.length]}</p></article>`;

const diff = (index: number): string =>
  `<article class="card"><header>src/part-${index + 1}.ts</header><pre>${Array.from(
    { length: 14 },
    (_, line) => {
      const kind = line % 5 === 1 ? 'del' : line % 5 === 2 ? 'add' : '';
      const sign = kind === 'del' ? '-' : kind === 'add' ? '+' : ' ';
      return `<div class="${kind}">${sign} const step${line} = next(step${Math.max(0, line - 1)}, ${index + line});</div>`;
    },
  ).join('')}</pre></article>`;

const repeat = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

type Tab = { path: string; name: string; body: (base: string) => string };

const tabs: readonly Tab[] = [
  { path: '', name: 'Conversation', body: () => repeat(14, comment) },
  {
    path: '/commits',
    name: 'Commits',
    body: (base) =>
      `<ul>${repeat(40, (i) => `<li>${softLink(`${base}/commits/${shaOf(i)}`, `Step ${i + 1}: ${titles[i % 5]}`)}</li>`)}</ul>`,
  },
  {
    path: '/checks',
    name: 'Checks',
    body: () => `<ul>${repeat(40, (i) => `<li>✓ check ${i + 1} passed</li>`)}</ul>`,
  },
  {
    path: '/files',
    name: 'Files changed',
    body: (base) =>
      `<p>${softLink(`${base}/files/${shaOf(0)}..${shaOf(3)}`, 'The first four commits')}, ${softLink(`${base}/changes/${shaOf(1)}`, 'the second one alone')}</p>${repeat(12, diff)}`,
  },
];

/** The page of a pull request on one of its tabs, such as `/files`, or of a commit or range in it, such as `/commits/c0ffee1`. */
export function pullRequestPage({ owner, repo, number }: StandInPullRequest, tab: string): string {
  const base = `/${owner}/${repo}/pull/${number}`;
  const name = tab.split('/')[1] ?? '';
  const shown =
    tabs.find(({ path }) => path === (name === 'changes' ? '/files' : name && `/${name}`)) ?? tabs[0];
  const title = titleOf(number);
  return page(
    `${title} by ada · Pull Request #${number} · ${owner}/${repo} · GitHub`,
    `<div><a href="/${owner}/${repo}">${owner}/${repo}</a> / ${link(`/${owner}/${repo}/pulls`, 'Pull requests')} / ${softLink(`/${owner}/${repo}/issues`, 'Issues')} / ${softLink(`/${owner}/${repo}/pull/${number + 1}`, `Next: #${number + 1}`)}</div>
    <h1>${escapeHtml(title)} <span>#${number}</span></h1>
    <div><span class="pill">Open</span>ada wants to merge 4 commits</div>
    <nav>${tabs.map(({ path, name }) => link(base + path, name, path === shown?.path)).join('')}</nav>
    ${shown?.body(base) ?? ''}`,
  );
}

/** The list of a repository's pull requests or issues. */
export function listPage(owner: string, repo: string, kind: 'pulls' | 'issues'): string {
  const item = (number: number): string =>
    kind === 'pulls'
      ? link(`/${owner}/${repo}/pull/${number}`, `${titleOf(number)} #${number}`)
      : escapeHtml(`${titleOf(number)} #${number}`);
  return page(
    `${kind === 'pulls' ? 'Pull requests' : 'Issues'} · ${owner}/${repo} · GitHub`,
    `<h1>${owner}/${repo}</h1><ul>${repeat(30, (index) => `<li>${item(index + 1)}</li>`)}</ul>`,
  );
}

/** The front page of the host, or of one of its repositories. */
export function frontPage(repository?: { owner: string; repo: string }): string {
  if (repository === undefined) {
    return page('GitHub', `<h1>Repositories</h1><ul><li><a href="/acme/rocket">acme/rocket</a></li></ul>`);
  }
  const { owner, repo } = repository;
  return page(
    `${owner}/${repo} · GitHub`,
    `<h1>${owner}/${repo}</h1><nav>${link(`/${owner}/${repo}/pulls`, 'Pull requests')}${link(`/${owner}/${repo}/issues`, 'Issues')}</nav>${repeat(6, comment)}`,
  );
}
