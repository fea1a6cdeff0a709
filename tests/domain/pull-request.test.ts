import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isExcluded,
  type PullRequest,
  parsePullRequest,
  parseTitle,
  pullRequestKey,
} from '../../src/domain/pull-request.ts';

const hosts = ['github.com'];
const seven: PullRequest = { host: 'github.com', owner: 'acme', repo: 'rocket', number: 7 };

describe('a page shows a pull request', () => {
  test.each([
    '',
    '/',
    '/files',
    '/files/abc1234..def5678',
    '/files#diff-1',
    '/commits',
    '/commits/0123456789abcdef0123456789abcdef01234567',
    '/checks',
    '/checks?check_run_id=1',
    '/changes',
    '/changes/abc1234..def5678',
    '/changes/0123456789abcdef0123456789abcdef01234567',
    '/conflicts',
    '?notification_referrer_id=1',
    '#discussion_r1',
    '#issuecomment-1',
  ])('on its address with "%s" after the number', (rest) => {
    expect(parsePullRequest(`https://github.com/acme/rocket/pull/7${rest}`, hosts)).toEqual(seven);
  });

  test.each<[string, PullRequest]>([
    ['https://GITHUB.com/acme/rocket/pull/7', seven],
    ['https://github.com:8443/acme/rocket/pull/7', seven],
    ['https://user:secret@github.com/acme/rocket/pull/7', seven],
    ['https://github.com/a-b/c.d_e-f/pull/1', { ...seven, owner: 'a-b', repo: 'c.d_e-f', number: 1 }],
    ['https://github.com/Acme/Rocket/pull/7', { ...seven, owner: 'Acme', repo: 'Rocket' }],
    ['https://github.com/acme/rocket/pull/2147483647', { ...seven, number: 2_147_483_647 }],
  ])('%s', (address, expected) => {
    expect(parsePullRequest(address, hosts)).toEqual(expected);
  });

  test('on any host that is tracked, and on no other', () => {
    const address = 'https://git.acme.example/acme/rocket/pull/7';
    expect(parsePullRequest(address, hosts)).toBeNull();
    expect(parsePullRequest(address, [...hosts, 'git.acme.example'])).toEqual({
      ...seven,
      host: 'git.acme.example',
    });
  });
});

describe('a page shows no pull request', () => {
  test.each([
    'http://github.com/acme/rocket/pull/7',
    'ftp://github.com/acme/rocket/pull/7',
    'https://gitlab.com/acme/rocket/pull/7',
    'https://github.com.evil.example/acme/rocket/pull/7',
    'https://evil.example/github.com/acme/rocket/pull/7',
    'https://github.com@evil.example/acme/rocket/pull/7',
    'https://gist.github.com/acme/rocket/pull/7',
  ])('elsewhere: %s', (address) => {
    expect(parsePullRequest(address, hosts)).toBeNull();
  });

  test.each([
    '/',
    '/acme',
    '/acme/rocket',
    '/pulls',
    '/pulls/review-requested',
    '/acme/rocket/pulls',
    '/acme/rocket/pulls/7',
    '/acme/rocket/issues/7',
    '/acme/rocket/compare/main...next',
    '/acme/rocket/pull',
    '/acme/rocket/pull/new',
    '/acme/rocket/pull/new/next',
    '/acme/rocket/tree/pull/7',
    '/acme/rocket/blob/main/pull/7',
    '/settings/rocket/pull/7',
    '/orgs/acme/pull/7',
  ])('on another page of the host: %s', (path) => {
    expect(parsePullRequest(`https://github.com${path}`, hosts)).toBeNull();
  });

  test.each([
    '0',
    '-7',
    '+7',
    '7.0',
    '7.5',
    '7abc',
    '1e3',
    '0x10',
    '1_000',
    '%37',
    '٧',
    '7%00',
    'NaN',
    'Infinity',
    '2147483648',
    '9007199254740993',
    '9'.repeat(400),
  ])('whose number is "%s"', (number) => {
    expect(parsePullRequest(`https://github.com/acme/rocket/pull/${number}`, hosts)).toBeNull();
  });

  test.each([
    '/%00/rocket/pull/7',
    '/ac%20me/rocket/pull/7',
    '/acme/ro%2Fcket/pull/7',
    '/%E0%A4%A/rocket/pull/7',
    '/%3Cscript%3E/rocket/pull/7',
    '/acme/%E2%80%AErocket/pull/7',
    '//acme/rocket/pull/7',
    `/${'a'.repeat(101)}/rocket/pull/7`,
    `/acme/${'r'.repeat(10_000)}/pull/7`,
  ])('whose names no repository can have: %s', (path) => {
    expect(parsePullRequest(`https://github.com${path}`, hosts)).toBeNull();
  });

  test.each(['', ' ', 'github.com/acme/rocket/pull/7', 'about:blank', 'chrome://newtab/', 'data:,x', '::'])(
    'where the address is "%s"',
    (address) => {
      expect(parsePullRequest(address, hosts)).toBeNull();
    },
  );

  test('or one that the server takes, whatever the address holds', () => {
    const part = fc.oneof(fc.constantFrom('acme', 'pull', 'pulls', '7', '%2F', '..'), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const parsed = parsePullRequest(`https://github.com/${parts.join('/')}`, hosts);
        if (parsed === null) return;
        expect(`${parsed.owner}/${parsed.repo}`).toMatch(/^[\w.-]+\/[\w.-]+$/);
        expect(parsed.number).toBeGreaterThan(0);
        expect(parsed.number).toBeLessThan(2 ** 31);
      }),
    );
  });
});

test('a pull request has one key, however its names are written', () => {
  expect(pullRequestKey(seven)).toBe('github.com/acme/rocket/7');
  expect(pullRequestKey({ ...seven, owner: 'ACME', repo: 'Rocket' })).toBe('github.com/acme/rocket/7');
});

describe('the title', () => {
  test.each([
    ['Fix the valve by ada · Pull Request #7 · acme/rocket', 'Fix the valve'],
    ['Fix the valve by ada · Pull Request #7 · acme/rocket · GitHub', 'Fix the valve'],
    ['Fix the valve by ada · Pull #7 · acme/rocket', 'Fix the valve'],
    ['Sort by name by ada · Pull Request #7 · acme/rocket', 'Sort by name'],
    ['<b>&amp;</b> by ada · Pull Request #7 · acme/rocket', '<b>&amp;</b>'],
    ['a\u0000b \u202Egpj.exe by ada · Pull Request #7 · acme/rocket', 'a\u0000b \u202Egpj.exe'],
    ['half \ud800 a character by ada · Pull Request #7 · acme/rocket', 'half \uFFFD a character'],
    ['Revert · Pull Request #5 · x by ada · Pull Request #7 · acme/rocket', 'Revert · Pull Request #5 · x'],
    ['日本語 · テスト by ada · Pull Request #7 · acme/rocket', '日本語 · テスト'],
  ])('of "%s" is its own part', (pageTitle, title) => {
    expect(parseTitle(pageTitle)).toEqual({ number: 7, text: title });
  });

  test.each([
    '',
    'GitHub',
    'Pull requests · acme/rocket',
    'Fix it · Issue #7 · acme/rocket',
    'Page not found',
  ])('is unknown where the page is called "%s"', (pageTitle) => {
    expect(parseTitle(pageTitle)).toBeNull();
  });

  test('is cut at 256 characters, and never in the middle of one', () => {
    const long = (title: string) => parseTitle(`${title} by ada · Pull Request #7 · acme/rocket`)?.text;
    expect(long('x'.repeat(300))).toBe('x'.repeat(256));
    expect(long(`${'x'.repeat(255)}🚀🚀`)).toBe('x'.repeat(255));
    expect(long('🚀'.repeat(200))).toBe('🚀'.repeat(128));
  });
});

describe('a repository is excluded', () => {
  test.each([['acme/rocket'], ['acme/*'], ['ACME/Rocket'], [' acme/rocket '], ['other/one', 'acme/*']])(
    'by %j',
    (...excluded) => {
      expect(isExcluded(seven, excluded)).toBe(true);
    },
  );

  test.each([
    [],
    ['acme'],
    ['*'],
    ['*/rocket'],
    ['acme/rock'],
    ['acme/rocket2'],
    ['acm/*'],
    ['acme/rocket/7'],
    [''],
  ])('not by %j', (...excluded) => {
    expect(isExcluded(seven, excluded)).toBe(false);
  });
});
