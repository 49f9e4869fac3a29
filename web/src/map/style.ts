// The whole style from colours, language and what is switched on. A change makes a new style; the map applies the
// difference.

import type { StyleSpecification } from 'maplibre-gl';
import type { Language } from '../i18n';
import type { Theme } from '../ui/theme';
import { baseLayers, placeLayers } from './base_layers';
import type { DistrictData } from './district_data';
import { districtLayers, graticuleLayers, type Group } from './district_layers';
import type { Collection } from './geometry';
import { palette } from './palette';

/** What a style is made of. */
export type Looks = {
  theme: Theme;
  language: Language;
  shown: Readonly<Record<Group, boolean>>;
  data: DistrictData;
  paths: Collection;
  areas: Collection;
  attribution: string;
  /** There is no base map: lines of latitude and longitude are drawn instead. */
  bare: boolean;
};

/** The style for these looks. */
export function style(looks: Looks): StyleSpecification {
  const colours = palette(looks.theme);
  const shapes = Object.fromEntries(
    Object.entries({ ...looks.data, paths: looks.paths, areas: looks.areas }).map(([id, data]) => [id, { type: 'geojson' as const, data }]),
  );
  return {
    version: 8,
    sources: {
      base: {
        type: 'vector',
        url: `pmtiles://${location.origin}/basemap.pmtiles`,
        attribution: looks.attribution,
      },
      ...shapes,
    },
    layers: [
      ...baseLayers(colours, looks.language),
      { id: 'outside', type: 'fill', source: 'outside', paint: { 'fill-color': colours.outside, 'fill-opacity': 0.62 } },
      ...placeLayers(colours, looks.language),
      ...(looks.bare ? graticuleLayers(colours) : []),
      ...districtLayers(colours, looks.language, looks.shown),
    ],
  };
}
