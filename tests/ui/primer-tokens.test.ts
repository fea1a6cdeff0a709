import { expect, test } from 'vitest';
import { tokensSheet, usedTokens } from './primer-tokens.ts';

const styles = new URL('../../src/ui/styles/', import.meta.url).pathname;

test('the style sheets carry exactly the Primer tokens that they use, with the values that Primer gives them', async () => {
  await expect(tokensSheet(usedTokens(styles))).toMatchFileSnapshot(`${styles}tokens.css`);
});
