// The district's own things as GeoJSON: zones, patrol lines, hotspots, guarded places, posts.

import type { DistrictView } from '../api.gen';
import { heights, zoneCalled } from '../model/zones';
import { around, circle, type Collection, collection, line, point, polygon } from './geometry';
import { graticule } from './graticule';

/** One collection a source. */
export type DistrictData = Record<'outside' | 'graticule' | 'zones' | 'lines' | 'hotspots' | 'hotspotAreas' | 'guarded' | 'posts', Collection>;

/** A hotspot has a weight and no extent; the area drawn says "about here, this much". */
const HOTSPOT_METRES = { least: 25, most: 85 };

/** Everything that does not change while the page is open. */
export function districtData(district: DistrictView | undefined): DistrictData {
  const none = collection([]);
  if (!district) return { outside: none, graticule: none, zones: none, lines: none, hotspots: none, hotspotAreas: none, guarded: none, posts: none };
  const reach = (weight: number): number =>
    HOTSPOT_METRES.least + (HOTSPOT_METRES.most - HOTSPOT_METRES.least) * Math.min(1, Math.max(0, weight));
  const border = district.boundary;
  return {
    outside: border.length > 0 ? collection([around(border)]) : none,
    graticule: graticule(district.sw, district.ne),
    zones: collection(district.zones.map((zone) => polygon([zone.ring, ...zone.holes], {
      id: zone.id, kind: zone.kind, name: zoneCalled(zone, 'en'), name_zh: zoneCalled(zone, 'zh'),
      heights: heights(zone, 'en'), heights_zh: heights(zone, 'zh'),
    }))),
    lines: collection(district.lines.map((one) =>
      line(one.points, { id: one.id, name: one.name, name_zh: one.name_zh }))),
    hotspots: collection(district.hotspots.map((one) => point(one.at, { weight: one.weight }))),
    hotspotAreas: collection(district.hotspots.map((one) => circle(one.at, reach(one.weight), { weight: one.weight }))),
    guarded: collection(district.guarded.map((one) =>
      point(one.at, { grade: one.grade, name: one.name, name_zh: one.name_zh }))),
    posts: collection(district.posts.map((one) => point(one.at, { kind: one.kind, name: one.name, name_zh: one.name_zh }))),
  };
}
