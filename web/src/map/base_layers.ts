// The ground: water, forest, settlements and borders from the district's own vector tiles; roads and names have files of
// their own. No glyphs and no sprite: text is drawn from fonts of this machine, images by images.ts.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../i18n';
import { placeLayers, roadNames, waterNames } from './base_names';
import { roadLayers } from './base_roads';
import { kindIn, SOURCE } from './base_words';
import type { Palette } from './palette';

export { FONTS } from './base_words';
export { placeLayers };

/** The layers under everything else. */
export function baseLayers(colours: Palette, language: Language): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
    ...landuse(colours),
    ...water(colours),
    ...buildings(colours),
    ...roadLayers(colours),
    ...boundary(colours),
    ...waterNames(colours, language),
    ...roadNames(colours, language),
  ];
}

function landuse(colours: Palette): LayerSpecification[] {
  const fill = (id: string, kinds: string[], colour: string): LayerSpecification => ({
    id, type: 'fill', source: SOURCE, 'source-layer': 'landuse', filter: kindIn(kinds),
    paint: { 'fill-color': colour, 'fill-antialias': false },
  });
  return [
    fill('field', ['farmland', 'grass', 'orchard', 'scrub', 'wetland'], colours.field),
    fill('rock', ['rock', 'glacier', 'sand', 'quarry'], colours.rock),
    fill('town', ['residential', 'commercial'], colours.town),
    fill('industry', ['industrial', 'school', 'hospital', 'parking'], colours.industry),
    fill('forest', ['forest'], colours.forest),
    fill('park', ['park', 'pitch', 'cemetery'], colours.park),
  ];
}

function water(colours: Palette): LayerSpecification[] {
  return [
    {
      id: 'water-line', type: 'line', source: SOURCE, 'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ['match', ['get', 'kind'], 'river', colours.water, colours.waterLine],
        'line-width': ['interpolate', ['exponential', 1.5], ['zoom'],
          9, ['match', ['get', 'kind'], 'river', 1.8, 0.4],
          13, ['match', ['get', 'kind'], 'river', 4, 'canal', 1.6, 0.8],
          17, ['match', ['get', 'kind'], 'river', 22, 'canal', 8, 3]],
      },
    },
    {
      id: 'water', type: 'fill', source: SOURCE, 'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': colours.water },
    },
    {
      id: 'water-edge', type: 'line', source: SOURCE, 'source-layer': 'water', minzoom: 12,
      filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'line-color': colours.waterLine, 'line-width': 0.8 },
    },
  ];
}

function buildings(colours: Palette): LayerSpecification[] {
  return [{
    id: 'building', type: 'fill', source: SOURCE, 'source-layer': 'buildings', minzoom: 13,
    paint: {
      'fill-color': colours.building, 'fill-outline-color': colours.buildingLine,
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.35, 15.5, 1],
    },
  }];
}

function boundary(colours: Palette): LayerSpecification[] {
  const kind = (word: string): ExpressionSpecification => ['==', ['get', 'kind'], word];
  const line = { type: 'line', source: SOURCE, 'source-layer': 'boundary', layout: { 'line-join': 'round' } } as const;
  return [
    { ...line, id: 'boundary-village', filter: kind('village'), minzoom: 13, paint: { 'line-color': colours.boundary, 'line-opacity': 0.35, 'line-width': 0.8, 'line-dasharray': [1.5, 3] } },
    { ...line, id: 'boundary-inner', filter: kind('municipality'), minzoom: 10, paint: { 'line-color': colours.boundary, 'line-opacity': 0.5, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.7, 15, 1.3], 'line-dasharray': [4, 2, 1, 2] } },
    { ...line, id: 'boundary-glow', filter: kind('district'), paint: { 'line-color': colours.boundary, 'line-width': 9, 'line-opacity': 0.16, 'line-blur': 4 } },
    { ...line, id: 'boundary', filter: kind('district'), paint: { 'line-color': colours.boundary, 'line-width': 1.6, 'line-dasharray': [6, 2, 1, 2] } },
  ];
}
