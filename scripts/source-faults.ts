/** A pattern that must not be in a file, and what it is. Each matches something real: words about it do not match. */
type Pattern = readonly [name: string, pattern: RegExp];

const secrets: readonly Pattern[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['a JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})\b/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['an AWS key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a Google key', /\bAIza[\w-]{35}\b/],
  ['a Slack token', /\bxox[abprs]-[\w-]{10,}/],
  [
    'a secret that is spelled out',
    /\b\w*(?:secret|token|passw(?:or)?d|api_?key)\w*["']?\s*[:=]\s*["'](?=[^"']*\d)[\w+/=-]{32,}["']/i,
  ],
];

const dangers: readonly Pattern[] = [
  ['markup made from text', /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc)\b/],
  ['markup made from text', /\bdocument\.write(?:ln)?\(|\bcreateContextualFragment\b|\bsetHTMLUnsafe\b/],
  ['code made from text', /\beval\(|\bnew Function\(|\bset(?:Timeout|Interval)\(\s*["'`]/],
  [
    'code from elsewhere',
    /\bimportScripts\(|<script[^>]+src=["']?(?:https?:)?\/\/|\bimport\(\s*["'`]https?:/,
  ],
  ['a message from outside of the extension', /\bonMessageExternal\b|\bonConnectExternal\b/],
];

const faults = (patterns: readonly Pattern[], text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      patterns.filter(([, pattern]) => pattern.test(line)).map(([name]) => `line ${index + 1}: ${name}`),
    );

/** What in a file's text looks like a key or a token that somebody could use, by line. */
export const secretsIn = (text: string): string[] => faults(secrets, text);

/** What in a source of the extension lets text become markup or code, or lets strangers speak to it, by line. */
export const dangersIn = (text: string): string[] => faults(dangers, text);
