import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codecs, type Instance } from '../../src/background/charts.ts';
import { type MachineName, machines } from '../../src/machines/index.ts';
import { charts } from './charts.ts';
import { activeStates, statesOf } from './walk.ts';

/**
 * What the first version stored, once written by its codecs from snapshots of its machines. A file here is never made
 * anew: `record` is what lies in somebody's browser, and only `instance` follows the code, by a migration.
 */
interface Golden {
  key: string;
  record: unknown;
  instance: Instance;
}

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Golden] => [
    name.replace(/\.json$/, ''),
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
  ]);

describe.each(goldens)('the stored record "%s"', (name, { key, record, instance }) => {
  const chart = name.split('.')[0] as MachineName;

  test('is read, whole', () => {
    expect(codecs[chart].decode(instance.id, record)).toStrictEqual(instance);
  });

  test('lies where it is looked for', () => {
    expect(codecs[chart].key(instance)).toBe(key);
  });

  test('is a state that the machine still has, by the name of the file', () => {
    const machine = charts.find((one) => one.name === chart)?.machine ?? expect.fail();
    const snapshot = machine.resolveState({ value: instance.value as never, context: instance.context });
    expect(activeStates(machine, snapshot).some((id) => name === id || name.startsWith(`${id}.`))).toBe(true);
  });
});

test('there is a record for every state in which a machine can rest', () => {
  const kept = goldens.flatMap(([name, { instance }]) => {
    const machine = charts.find((chart) => name.startsWith(`${chart.name}.`))?.machine ?? expect.fail();
    return activeStates(machine, machine.resolveState({ value: instance.value as never, context: {} }));
  });
  expect(charts.flatMap(({ machine }) => statesOf(machine)).filter((state) => !kept.includes(state))).toEqual(
    [],
  );
});

test('a record of another version, or of a state that never was, is not read', () => {
  for (const [name, { record, instance }] of goldens) {
    const chart = name.split('.')[0] as MachineName;
    const text = JSON.stringify(record);
    const newer = JSON.parse(text.replace(/"version":\d+/, `"version":${machines[chart].version + 1}`));
    const unknown = JSON.parse(text.replace(/"value":("[^"]*"|\{[^}]*\})/, '"value":"dreaming"'));
    expect([newer, unknown, null, {}, [], 7].map((it) => codecs[chart].decode(instance.id, it))).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  }
});
