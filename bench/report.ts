/**
 * A limit for a row: for its ratio where it has a peer, else for its own value. `fails` tells whether `npm run bench`
 * ends with 1 beyond it: so for sizes and counts, which are the same in every run, and not for times, which a busy
 * machine moves.
 */
export interface Gate {
  bound: 'most' | 'least';
  value: number;
  fails: boolean;
}

/** One comparison: what was measured here, and its peer measured in the same way. */
export interface Row {
  what: string;
  /** Of a plain count, the empty text. */
  unit: 'B' | 'ms' | '/s' | '';
  /** A median where it was sampled. */
  ours: number;
  /** The peer's value in the same run; `null` where the limit is a plain number. */
  peer: number | null;
  gate: Gate | null;
}

/** What one group of benchmarks found. */
export interface Report {
  title: string;
  rows: Row[];
  /** Texts that explain the figures. */
  notes: string[];
}

/** A limit from above for sizes and counts. */
export const atMost = (value: number): Gate => ({ bound: 'most', value, fails: true });

/** The middle of the samples; of an even number, the mean of the two in the middle. */
export const median = (samples: readonly number[]): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return (low + high) / 2;
};

/** How many times its peer a row is; `null` where it has none. */
export const ratioOf = ({ ours, peer }: Row): number | null => (peer === null ? null : ours / peer);

/** Whether a row keeps its limit; `null` where it has none. */
export const verdictOf = (row: Row): 'ok' | 'over' | null => {
  if (row.gate === null) return null;
  const { bound, value } = row.gate;
  const measured = ratioOf(row) ?? row.ours;
  return (bound === 'most' ? measured <= value : measured >= value) ? 'ok' : 'over';
};

/** Whether `npm run bench` ends with 1 because of this row. */
export const isFailing = (row: Row): boolean => row.gate?.fails === true && verdictOf(row) === 'over';

/** Lines of cells as a table with columns of one width; all but the first are aligned to the right. */
export const tableOf = (lines: readonly (readonly string[])[]): string => {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return lines.map((line) => `  ${line.map(cell).join('   ')}`.trimEnd()).join('\n');
};

const amount = (value: number | null, unit: Row['unit']): string => {
  if (value === null) return '';
  const digits = unit === 'ms' ? 2 : 0;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.trimEnd();
};

const limit = ({ gate, peer, unit }: Row): string => {
  if (gate === null) return '';
  const sign = gate.bound === 'most' ? '≤' : '≥';
  return `${sign} ${peer === null ? amount(gate.value, unit) : `${gate.value} ×`}`;
};

/** A report for a terminal. */
export const textOf = ({ title, rows, notes }: Report): string => {
  const lines = rows.map((row) => [
    row.what,
    amount(row.ours, row.unit),
    amount(row.peer, row.unit),
    ratioOf(row)?.toFixed(2).concat(' ×') ?? '',
    limit(row),
    verdictOf(row) ?? '',
  ]);
  const table = tableOf([['', 'measured', 'peer', 'ratio', 'gate', ''], ...lines]);
  return [title, table, ...notes.map((note) => note.replace(/^/gm, '  '))].join('\n');
};
