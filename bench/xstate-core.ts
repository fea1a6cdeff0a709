import { build } from 'vite';
import { root } from '../scripts/command.ts';
import config from '../vite.config.ts';

/** Builds one module of this text alone, with the options that the extension is built with. */
async function bundle(text: string, format: 'es' | 'iife'): Promise<string> {
  const id = '\0xstate-core';
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ...config.build,
      write: false,
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        input: id,
        preserveEntrySignatures: 'strict',
        output: { format, codeSplitting: false },
      },
    },
    plugins: [
      {
        name: 'xstate-core',
        resolveId: (source) => (source === id ? id : null),
        load: (source) => (source === id ? text : null),
      },
    ],
  });
  const outputs = [built].flat().flatMap((outcome) => ('output' in outcome ? outcome.output : []));
  return outputs.flatMap((file) => (file.type === 'chunk' ? file.code : [])).join('\n');
}

/** Everything that XState's entry exports, bundled and minified by the same tool with the same options. */
export const xstateCore = (): Promise<string> => bundle("export * from 'xstate'", 'es');

/** A script with as little of XState as a durable statechart needs: `step(snapshot)` takes a machine of two states on. */
export const xstateStep = (): Promise<string> =>
  bundle(
    `import { setup, transition } from 'xstate';
const machine = setup({}).createMachine({
  initial: 'off',
  states: { off: { on: { toggle: 'on' } }, on: { on: { toggle: 'off' } } },
});
globalThis.step = (value) =>
  transition(machine, machine.resolveState({ value: value ?? 'off', context: {} }), { type: 'toggle' })[0].value;`,
    'iife',
  );
