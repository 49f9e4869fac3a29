// Somebody is choosing a place on the map: for an alarm, or for an aircraft to go to. One at a time.

import { signal, type Signal } from '@preact/signals';
import type { Point } from '../api.gen';

/** Who wants a place, where the mark stands now, and what a click means. */
export type Pointing = { at: Signal<Point | null>; choose: (at: Point) => void };

/** The present wish for a place. */
export const pointing = signal<Pointing | null>(null);

/** Begins choosing; the mark starts at `first`. */
export function pointAt(first: Point | null): Pointing {
  const at = signal<Point | null>(first);
  const wish: Pointing = { at, choose: (place) => void (at.value = place) };
  pointing.value = wish;
  return wish;
}

/** Ends choosing. */
export function stopPointing(wish: Pointing): void {
  if (pointing.value === wish) pointing.value = null;
}
