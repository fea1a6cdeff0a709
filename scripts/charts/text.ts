import { type Answer, type Chart, type ChartState, labelOf, type Way } from './chart.ts';

/** One line of words in a picture, and how it is set. */
export type TextLine = { kind: 'name' | 'description' | 'tag' | 'answer'; text: string };

/** Height of a line, in pixels. */
export const lineHeight = 16;

/** Space between a box and its words, in pixels. */
export const padding = 10;

// A picture is made where there is no font to measure, so these are a little wider than the fonts are.
const charWidth: Record<TextLine['kind'], number> = { name: 8.4, description: 6.5, tag: 6.6, answer: 6.7 };

const DESCRIPTION_CHARS = 34;

const wrap = (text: string, most: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const insideLine = (answer: Answer): string =>
  answer.to === undefined ? `↺ ${labelOf(answer)}` : `${labelOf(answer)} → ${answer.to}`;

/** What stands in a state's box: its name, what it means, its tags, and what it answers to without leaving. */
const headLines = ({ name, description, tags, answers }: ChartState): TextLine[] => [
  { kind: 'name', text: name },
  ...(description === '' ? [] : wrap(description, DESCRIPTION_CHARS)).map(
    (text): TextLine => ({ kind: 'description', text }),
  ),
  ...(tags.length === 0 ? [] : [{ kind: 'tag', text: tags.map((tag) => `#${tag}`).join(' ') } as const]),
  ...answers.map((answer): TextLine => ({ kind: 'answer', text: insideLine(answer) })),
];

/** The room that lines take, padding included. */
const sizeOf = (lines: readonly TextLine[]): { width: number; height: number } => ({
  width: Math.ceil(
    Math.max(0, ...lines.map(({ kind, text }) => text.length * charWidth[kind])) + 2 * padding,
  ),
  height: lines.length * lineHeight + padding,
});

/** How a picture is set: the words in it, the room that they take, and how close together its parts are. */
export type Look = {
  headOf(state: ChartState): TextLine[];
  labelOf(way: Way, chart: Chart): TextLine[];
  sizeOf(lines: readonly TextLine[]): { width: number; height: number };
  /** The room around the states inside a state: below its own words, and on the other sides. */
  paddingOf(state: ChartState): { top: number; around: number };
  spacing: { states: number; lines: number };
  /** Options of the layout engine that choose between its ways. */
  strategy: Readonly<Record<string, string>>;
  isNarrow: boolean;
};

/** The look of the documentation: everything that the definition says. */
export const wholeLook: Look = {
  headOf: headLines,
  labelOf: ({ answers }) => answers.map((answer) => ({ kind: 'answer', text: labelOf(answer) })),
  sizeOf,
  paddingOf: () => ({ top: padding, around: 2 * padding }),
  spacing: { states: 2 * lineHeight, lines: lineHeight },
  strategy: { 'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST' },
  isNarrow: false,
};
