/** Where a walk through the list stands: the last row answered, how many were answered, and how many there were then. */
export type Cursor = {
  readonly startMs: number;
  readonly id: string;
  readonly position: number;
  readonly total: number;
};

/** A cursor as clients carry it: opaque base64url. */
export function writeCursor({ startMs, id, position, total }: Cursor): string {
  return btoa(`${startMs}_${id}_${position}_${total}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The cursor in a text that `writeCursor` made, else null. */
export function readCursor(text: string): Cursor | null {
  if (!/^[\w-]{1,120}$/.test(text)) return null;
  let plain: string;
  try {
    plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
  const parts = /^(\d{1,15})_([0-9a-f-]{36})_(\d{1,9})_(\d{1,9})$/.exec(plain);
  const [, startMs, id = '', position, total] = parts ?? [];
  return parts === null
    ? null
    : { startMs: Number(startMs), id, position: Number(position), total: Number(total) };
}
