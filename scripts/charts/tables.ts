import { type Answer, type Chart, type ChartState, labelOf, type Way } from './chart.ts';

const statesIn = (state: ChartState): ChartState[] => [state, ...state.states.flatMap(statesIn)];

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly string[][]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const answerRow = (from: string, answer: Answer): string[] => [
  from === '' ? 'any' : code(from),
  code(labelOf(answer)),
  answer.to === undefined ? 'stays' : code(answer.to),
  answer.actions.map(code).join(', '),
];

const answersFrom = ({ path, answers }: ChartState, ways: readonly Way[]): string[][] =>
  [...answers, ...ways.filter(({ from }) => from === path).flatMap((way) => way.answers)].map((answer) =>
    answerRow(path, answer),
  );

const section = ({ name, root, ways }: Chart): string => {
  const [, ...states] = statesIn(root);
  const meanings = states.map(({ path, description, tags, isFinal }) => [
    code(path),
    description,
    [...tags, ...(isFinal ? ['final'] : [])].join(', '),
  ]);
  return `## ${name}

![Statechart of the machine ${name}](${name}.svg)

${table(['state', 'means', 'tags'], meanings)}

${table(
  ['in', 'on', 'to', 'does'],
  [root, ...states].flatMap((state) => answersFrom(state, ways)),
)}
`;
};

/** All machines as one page of Markdown, each with its picture and the same in tables. */
export const machinesPage = (charts: readonly Chart[]): string =>
  `# The machines

Drawn from \`src/machines\` by \`node scripts/docs.ts\`. A way reads \`event [condition]\`; a line with ↺ is an event that a state answers to without leaving it.

${charts.map(section).join('\n')}`;
