// Which layers are switched on; remembered on this machine.

import { signal } from '@preact/signals';
import type { Group } from './district_layers';

const STORED = 'skyground.layers';
const FIRST: Readonly<Record<Group, boolean>> = {
  hotspots: true, guarded: true, zones: true, lines: true, police: false, civil: false, posts: true, units: true, unitLabels: false,
};

/** What is switched on. */
export const shown = signal<Readonly<Record<Group, boolean>>>(remembered());

/** Switches one group on or off. */
export function setShown(group: Group, on: boolean): void {
  shown.value = { ...shown.value, [group]: on };
  try {
    localStorage.setItem(STORED, JSON.stringify(shown.value));
  } catch {
    // Private windows refuse storage; the choice then lasts for this visit.
  }
}

function remembered(): Readonly<Record<Group, boolean>> {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Record<Group, unknown>>;
    const known = Object.entries(stored).filter(([group, on]) => group in FIRST && typeof on === 'boolean');
    return { ...FIRST, ...Object.fromEntries(known) };
  } catch {
    return FIRST;
  }
}
