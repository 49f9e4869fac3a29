// The levels of command and the stations, as the district calls them. They do not change while the server runs.

import { computed, signal } from '@preact/signals';
import type { SeatsView } from '../api.gen';
import { language, named } from '../i18n';
import { seats } from './commands';

const known = signal<SeatsView | null>(null);
let asked = false;

/** Asks the server once; a page that hears nothing shows no stations, and asks again when it is next looked at. */
export function learnSeats(): void {
  if (asked) return;
  asked = true;
  void seats().then((answer) => {
    if (answer.ok) known.value = answer.value;
    else asked = false;
  });
}

/** The stations that have units. */
export const stations = computed(() => known.value?.stations ?? []);

/** What a level is called: 0 the top one. */
export function level(index: number): string {
  const names = language.value === 'zh' ? known.value?.levels_zh : known.value?.levels_en;
  return names?.[index] ?? '';
}

/** A station's name, also before anybody sat down. */
export function stationName(id: string): string {
  const one = stations.value.find((station) => station.id === id);
  return one ? named(one.name, one.name_zh) : id;
}
