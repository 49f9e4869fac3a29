// GeoJSON from the server's shapes. Places are degrees of WGS-84 on both sides.

import type * as GeoJSON from 'geojson';
import type { Point } from '../api.gen';

/** A position as GeoJSON wants it. */
export type Position = [number, number];
export type Feature = GeoJSON.Feature;
export type Collection = GeoJSON.FeatureCollection;

const METRES_PER_DEGREE = 111_320;

export const position = (at: Point): Position => [at.lon, at.lat];

export function point(at: Point, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: position(at) } };
}

export function line(points: readonly Point[], properties: Record<string, unknown>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points.map(position) } };
}

/** A closed ring whose first point is not repeated. */
export const area = (ring: readonly Point[], properties: Record<string, unknown>): Feature => polygon([ring], properties);

/** An outline followed by its holes; no first point is repeated. */
export function polygon(rings: readonly (readonly Point[])[], properties: Record<string, unknown>): Feature {
  const closed = rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(position));
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: closed } };
}

/** A point inside a ring: the middle of the widest stretch inside, half way up. */
export function inside(ring: readonly Point[]): Point {
  const lats = ring.map((at) => at.lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const cuts = ring.flatMap((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    return (a.lat <= lat) === (b.lat <= lat) ? [] : [a.lon + ((lat - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon)];
  }).sort((x, y) => x - y);
  let best: Point = ring[0] ?? { lat: 0, lon: 0 };
  let widest = 0;
  for (let at = 0; at + 1 < cuts.length; at += 2) {
    const [from = 0, to = 0] = [cuts[at], cuts[at + 1]];
    if (to - from > widest) [widest, best] = [to - from, { lat, lon: (from + to) / 2 }];
  }
  return best;
}

/** Everything but these rings. */
export function around(rings: readonly (readonly Point[])[]): Feature {
  const world: Position[] = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
  const holes = rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(position));
  return { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [world, ...holes] } };
}

/** A circle on the ground, good to a few per mille at these sizes. */
export function circle(at: Point, metres: number, properties: Record<string, unknown>): Feature {
  const ring: Point[] = [];
  const eastward = METRES_PER_DEGREE * Math.cos((at.lat * Math.PI) / 180);
  for (let step = 0; step < 40; step += 1) {
    const angle = (step / 40) * 2 * Math.PI;
    ring.push({
      lat: at.lat + (metres * Math.sin(angle)) / METRES_PER_DEGREE,
      lon: at.lon + (metres * Math.cos(angle)) / eastward,
    });
  }
  return area(ring, properties);
}

export const collection = (features: Feature[]): Collection => ({ type: 'FeatureCollection', features });

/** Metres between two places, on a sphere. */
export function distance(a: Point, b: Point): number {
  const mid = ((a.lat + b.lat) / 2) * (Math.PI / 180);
  return METRES_PER_DEGREE * Math.hypot(b.lat - a.lat, (b.lon - a.lon) * Math.cos(mid));
}
