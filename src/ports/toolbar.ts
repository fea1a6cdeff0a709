import type { Badge } from '../domain/badge.ts';

/** The extension's button in the browser's toolbar. */
export interface Toolbar {
  show(badge: Badge): void;
}
