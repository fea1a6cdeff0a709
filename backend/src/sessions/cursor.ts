/** Where a walk through the list stands: the last row that was answered, and how many were answered before it ends. */
export type Cursor = { readonly startMs: number; readonly id: string; readonly position: number };

/** A cursor as clients carry it: opaque base64url. */
export function writeCursor({ startMs, id, position }: Cursor): string {
  return btoa(`${startMs}_${id}_${position}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
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
  const [, startMs, id, position] = /^(\d{1,15})_([0-9a-f-]{36})_(\d{1,9})$/.exec(plain) ?? [];
  if (startMs === undefined || id === undefined || position === undefined) return null;
  return { startMs: Number(startMs), id, position: Number(position) };
}
