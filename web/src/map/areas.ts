// The areas of the police and of the civil administration: asked for when one of the layers is first shown, then kept.

import { effect, signal } from '@preact/signals';
import type { AreaView, Point } from '../api.gen';
import { get } from '../live/http';
import { type Collection, collection, type Feature, inside, point, polygon } from './geometry';
import { shown } from './shown';

const RETRY_MS = 5_000;

/** What is drawn; empty until the layers are first shown. */
export const areas = signal<Collection>(collection([]));
let asked = false;

/** Asks for the areas as soon as somebody wants to see them. */
export function followAreas(): void {
  effect(() => {
    if (asked || !(shown.value.police || shown.value.civil)) return;
    asked = true;
    void load();
  });
}

async function load(): Promise<void> {
  const answer = await get<AreaView[]>('/api/v1/areas');
  if (answer.ok) areas.value = collection(answer.value.flatMap(features));
  else setTimeout(() => void load(), RETRY_MS);
}

/** A feature a part, and one for the name, inside the largest part: an area in pieces, or cut by tiles, is named once. */
function features(area: AreaView): Feature[] {
  const outers = area.parts.map(([outer]) => outer ?? []);
  const sizes = outers.map(extent);
  const largest = outers[sizes.indexOf(Math.max(...sizes))];
  const named = { kind: area.kind, id: area.id, name: area.name, name_zh: area.name_zh || area.name };
  const label = largest ? [point(inside(largest), { ...named, label: true })] : [];
  return [...area.parts.map((rings) => polygon(rings, { kind: area.kind, id: area.id })), ...label];
}

/** Twice the size of a ring in square degrees; only compared. */
function extent(ring: readonly Point[]): number {
  return Math.abs(ring.reduce((sum, at, index) => {
    const next = ring[(index + 1) % ring.length] ?? at;
    return sum + at.lon * next.lat - next.lon * at.lat;
  }, 0));
}
