import { expect, test } from 'vitest';
import { readTraceFile, writeTraceFile } from '../../src/ui/stored-trace.ts';
import { trace } from './panel-records.ts';

test('a saved trace tells no pull request and no item, and is read again step by step', () => {
  const file = writeTraceFile(trace, '1.2.3');
  for (const { machine, id } of trace) if (machine !== 'auth') expect(file).not.toContain(id);
  expect(file).not.toContain('xstate');
  expect(readTraceFile(file)).toEqual(
    trace.map((step) => ({ ...step, id: step.machine === 'auth' ? 'auth' : `${step.machine} 1` })),
  );
});

test('what is no saved trace is not read', () => {
  const one = JSON.stringify({ format: 'worktime-trace', version: 2, steps: [] });
  for (const text of ['', 'null', '{}', '[1]', one, '{"format":"worktime-trace","version":1,"steps":[{}]}'])
    expect(readTraceFile(text)).toBeNull();
});
