const RISKY = /^'*[=+\-@\t\r]/;

/** A field as RFC 4180 has it. What a spreadsheet would take for a formula is led by an apostrophe. */
const fieldOf = (text: string): string => {
  const safe = RISKY.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV (RFC 4180): lines end in CRLF, the last one too. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');

const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/**
 * Reads what {@link writeCsv} writes, and what spreadsheets make of it: any line end, a byte order mark. `null` where
 * the quotes do not add up.
 */
export const readCsv = (text: string): string[][] | null => {
  const body = text.replace(/^\uFEFF/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < body.length) {
    const [, quoted, plain, end] = FIELD.exec(body) ?? [];
    if (end === undefined) return null;
    const field = quoted?.replaceAll('""', '"') ?? plain ?? '';
    row.push(/^'+[=+\-@\t\r]/.test(field) ? field.slice(1) : field);
    if (end === ',' && FIELD.lastIndex === body.length) row.push('');
    if (end === ',' && FIELD.lastIndex < body.length) continue;
    rows.push(row);
    row = [];
  }
  return rows;
};
