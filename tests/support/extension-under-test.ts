import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { root } from '../../scripts/command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the production build that this run of the tests made for itself. */
    extensionFolder: string;
    /** Why there is nothing in that folder; empty when the build went well. */
    extensionProblem: string;
  }
}

/** Builds the extension once for all end-to-end tests, in a folder of its own: dist/ belongs to people. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = join(root, '.worktime', 'test-dist');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'build-'));
  // In a process of its own: the test runner has set NODE_ENV, and the build must not see that.
  const { NODE_ENV: _, VITEST: __, VITE_API_BASE_URL: ___, ...env } = process.env;
  const building = promisify(execFile)(
    process.execPath,
    [join(root, 'scripts/build.ts'), '--out-dir', folder],
    {
      env,
    },
  );
  // A build that fails must not keep the tests from running that need none.
  const problem = await building.then(
    () => '',
    (error: { stderr?: string }) => error.stderr ?? String(error),
  );
  project.provide('extensionFolder', folder);
  project.provide('extensionProblem', problem);
  return () => rm(folder, { recursive: true, force: true });
}
