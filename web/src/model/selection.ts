// The one thing in focus. There is no "active vehicle" beside it: every command names its own target.

import { signal } from '@preact/signals';
import type { Point } from '../api.gen';
import { monotonic } from '../live/clock';

/** What is selected, and since when on the page's monotonic clock. */
export type Selected =
  | { kind: 'incident' | 'vehicle' | 'unit'; id: number }
  | { kind: 'zone'; id: string }
  | { kind: 'place'; id: string; at: Point }
  | { kind: 'overview'; id: '' };

/** The selected thing. */
export const selected = signal<Selected | null>(null);
/** When the selection last changed. */
export const selectedSince = signal(0);

/** Selects a thing, or nothing. */
export function select(next: Selected | null): void {
  const present = selected.value;
  if (present?.kind === next?.kind && present?.id === next?.id) return;
  selected.value = next;
  selectedSince.value = monotonic();
}
