import { PROBLEM_CODES, Problem } from '@worktime/contract';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Answer } from './backend-under-test.ts';

/** A refusal as every client may rely on: a 4xx problem document with a known code, without a stack, in time. */
export function expectProblem(answer: Answer, status?: number): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = v.parse(Problem, answer.body);
  expect(PROBLEM_CODES).toContain(problem.code);
  expect(problem.status).toBe(answer.status);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/\bat \S+ \(|\.ts:|node_modules|SQLITE|D1_/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  if (status !== undefined) expect(answer.status).toBe(status);
}
