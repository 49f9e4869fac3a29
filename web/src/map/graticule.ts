// Lines of latitude and longitude over the district: what is drawn where there is no base map.

import type { Point } from '../api.gen';
import { type Collection, collection, line } from './geometry';

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
/** About so many lines across. */
const WANTED = 12;

/** The lines between two corners and as far again around, each with its degrees. */
export function graticule(sw: Point, ne: Point): Collection {
  const [tall, wide] = [ne.lat - sw.lat, ne.lon - sw.lon];
  const step = STEPS.find((one) => Math.max(tall, wide) / one <= WANTED) ?? 2;
  const decimals = step < 0.01 ? 3 : 2;
  const [south, north] = [Math.max(-85, sw.lat - tall), Math.min(85, ne.lat + tall)];
  const [west, east] = [sw.lon - wide, ne.lon + wide];
  const steps = (from: number, to: number): number[] => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.min(200, Math.max(0, Math.floor(to / step) - first + 1)) }, (_, at) => (first + at) * step);
  };
  return collection([
    ...steps(south, north).map((lat) => line([{ lat, lon: west }, { lat, lon: east }], { name: `${lat.toFixed(decimals)}°` })),
    ...steps(west, east).map((lon) => line([{ lat: south, lon }, { lat: north, lon }], { name: `${lon.toFixed(decimals)}°` })),
  ]);
}
