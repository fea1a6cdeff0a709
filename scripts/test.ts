import { type Reporter, startVitest, type TestModule } from 'vitest/node';
import { ensureBrowser } from './chromium.ts';
import { ExpectedProblem, readArguments, root, runCommand } from './command.ts';

type Totals = { passed: number; failed: number; skipped: number };

/** Adds up what really happened; a file or a suite that broke outside its tests counts as one failure. */
function totalsOf(modules: readonly TestModule[], strayErrors: number): Totals {
  const totals: Totals = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    totals.failed += module.errors().length > 0 ? 1 : 0;
    for (const suite of module.children.allSuites()) totals.failed += suite.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that never came to an end did not pass.
      totals[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return totals;
}

await runCommand(async () => {
  const { positionals } = readArguments('npm test', {}, { positionals: true });
  try {
    ensureBrowser();
  } catch (error) {
    // The tests that need no browser can still run; the others fail and say this again.
    if (!(error instanceof ExpectedProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
  }

  let totals: Totals | undefined;
  const counter: Reporter = {
    onTestRunEnd(modules, strayErrors) {
      totals = totalsOf(modules, strayErrors.length);
    },
  };
  const vitest = await startVitest('test', positionals, {
    root,
    run: true,
    watch: false,
    reporters: ['default', counter],
  });
  const strayErrors = vitest.state.getUnhandledErrors().length;
  await vitest.close();

  const { passed, failed, skipped } = totals ?? totalsOf([], strayErrors);
  if (passed + failed === 0) process.stderr.write('No test ran.\n');
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed > 0 || passed === 0 ? 1 : 0;
});
