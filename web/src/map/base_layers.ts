// The ground: water, forest, settlements and roads from the district's own vector tiles. No glyphs and no sprite: text is
// drawn from fonts of this machine, images by images.ts.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../i18n';
import type { Palette } from './palette';

type Roads = { id: string; classes: string[]; colour: string; from: number; width: ExpressionSpecification; edge: number };

const SOURCE = 'base';
const BY_ZOOM = (...stops: number[]): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as ExpressionSpecification;
/** The families are looked for on this machine; the first that is there is used. */
export const FONTS = ['Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
const BOLD = ['Noto Sans CJK SC Bold', ...FONTS];

/** The layers under everything else. */
export function baseLayers(colours: Palette, language: Language): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
    ...landuse(colours),
    ...water(colours),
    ...buildings(colours),
    ...roads(colours),
    ...boundary(colours),
    ...roadNames(colours, language),
  ];
}

/** Names of settlements and sights; drawn above roads and below operations. */
export function placeLayers(colours: Palette, language: Language): LayerSpecification[] {
  const halo = { 'text-halo-color': colours.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 };
  return [
    {
      id: 'place-sight', type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom: 14.5,
      filter: ['!', kindIn(['city', 'town', 'village', 'suburb', 'hamlet'])],
      layout: { 'text-field': name(language), 'text-font': FONTS, 'text-size': 11, 'text-max-width': 7, 'text-padding': 6 },
      paint: { ...halo, 'text-color': colours.roadText },
    },
    {
      id: 'place-small', type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom: 12.5,
      filter: kindIn(['suburb', 'hamlet']),
      layout: { 'text-field': name(language), 'text-font': FONTS, 'text-size': 11.5, 'text-padding': 8 },
      paint: { ...halo, 'text-color': colours.roadText },
    },
    {
      id: 'place-town', type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom: 9,
      filter: kindIn(['city', 'town', 'village']),
      layout: {
        'text-field': name(language), 'text-font': BOLD, 'text-padding': 4, 'text-offset': [0, -1],
        'symbol-sort-key': ['coalesce', ['get', 'rank'], 9],
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 12, 13, ['match', ['get', 'kind'], ['city', 'town'], 16, 14], 16, 18],
      },
      paint: { ...halo, 'text-color': colours.townText },
    },
  ];
}

function name(language: Language): ExpressionSpecification {
  return ['coalesce', ['get', language === 'zh' ? 'name_zh' : 'name_en'], ['get', 'name'], ''];
}

function landuse(colours: Palette): LayerSpecification[] {
  const fill = (id: string, kinds: string[], colour: string): LayerSpecification => ({
    id, type: 'fill', source: SOURCE, 'source-layer': 'landuse', filter: kindIn(kinds),
    paint: { 'fill-color': colour, 'fill-antialias': false },
  });
  return [
    fill('field', ['farmland', 'grass', 'orchard', 'scrub', 'wetland'], colours.field),
    fill('forest', ['forest'], colours.forest),
    fill('rock', ['rock', 'glacier', 'sand', 'quarry'], colours.rock),
    fill('town', ['residential', 'commercial'], colours.town),
    fill('industry', ['industrial', 'school', 'hospital', 'parking'], colours.industry),
    fill('park', ['park', 'pitch', 'cemetery'], colours.park),
  ];
}

function water(colours: Palette): LayerSpecification[] {
  return [
    {
      id: 'water', type: 'fill', source: SOURCE, 'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': colours.water },
    },
    {
      id: 'water-line', type: 'line', source: SOURCE, 'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ['match', ['get', 'kind'], 'river', colours.water, colours.waterLine],
        'line-width': ['interpolate', ['exponential', 1.5], ['zoom'],
          9, ['match', ['get', 'kind'], 'river', 2.2, 0.4],
          13, ['match', ['get', 'kind'], 'river', 5, 'canal', 1.8, 0.9],
          17, ['match', ['get', 'kind'], 'river', 34, 'canal', 9, 3]],
      },
    },
    {
      id: 'water-name', type: 'symbol', source: SOURCE, 'source-layer': 'water', minzoom: 12.5,
      filter: ['==', ['get', 'kind'], 'river'],
      layout: { 'symbol-placement': 'line', 'text-field': ['coalesce', ['get', 'name'], ''], 'text-font': FONTS, 'text-size': 12, 'text-letter-spacing': 0.12, 'symbol-spacing': 420 },
      paint: { 'text-color': colours.waterText, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 },
    },
  ];
}

function buildings(colours: Palette): LayerSpecification[] {
  return [{
    id: 'building', type: 'fill', source: SOURCE, 'source-layer': 'buildings', minzoom: 13,
    paint: {
      'fill-color': colours.building, 'fill-outline-color': colours.buildingLine,
      'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.4, 15, 1],
    },
  }];
}

function roads(colours: Palette): LayerSpecification[] {
  const groups: Roads[] = [
    { id: 'path', classes: ['track', 'path', 'pedestrian'], colour: colours.path, from: 13, edge: 0, width: BY_ZOOM(13, 0.6, 18, 4) },
    { id: 'minor', classes: ['residential', 'unclassified', 'living_street', 'service'], colour: colours.minor, from: 11.5, edge: 1, width: BY_ZOOM(11.5, 0.4, 13, 1.3, 18, 14) },
    { id: 'tertiary', classes: ['tertiary'], colour: colours.minor, from: 10, edge: 1.2, width: BY_ZOOM(10, 0.7, 13, 2.3, 18, 17) },
    { id: 'major', classes: ['primary', 'secondary'], colour: colours.major, from: 8, edge: 1.4, width: BY_ZOOM(8, 0.8, 13, 3.2, 18, 21) },
    { id: 'motorway', classes: ['motorway', 'trunk'], colour: colours.motorway, from: 8, edge: 1.6, width: BY_ZOOM(8, 1.2, 13, 4.2, 18, 24) },
  ];
  const cased = groups.filter((group) => group.edge > 0);
  return [...cased.map((group) => casing(group, colours)), ...groups.map(surface), rail(colours)];
}

function rail(colours: Palette): LayerSpecification {
  return {
    id: 'rail', type: 'line', source: SOURCE, 'source-layer': 'roads', filter: of(['rail']), minzoom: 10,
    paint: { 'line-color': colours.rail, 'line-width': BY_ZOOM(10, 0.8, 15, 2.4), 'line-dasharray': [4, 1.5] },
  };
}

const kindIn = (kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
const of = (classes: string[]): ExpressionSpecification => ['in', ['get', 'class'], ['literal', classes]];

function casing(group: Roads, colours: Palette): LayerSpecification {
  return {
    id: `${group.id}-edge`, type: 'line', source: SOURCE, 'source-layer': 'roads', minzoom: Math.max(group.from, 11.5),
    filter: of(group.classes), layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colours.casing, 'line-gap-width': group.width, 'line-width': group.edge },
  };
}

function surface(group: Roads): LayerSpecification {
  const dashed = group.id === 'path' ? { 'line-dasharray': [2.5, 1.8] } : {};
  return {
    id: group.id, type: 'line', source: SOURCE, 'source-layer': 'roads', minzoom: group.from,
    filter: of(group.classes), layout: { 'line-cap': group.id === 'path' ? 'butt' : 'round', 'line-join': 'round' },
    paint: { 'line-color': group.colour, 'line-width': group.width, ...dashed },
  };
}

function boundary(colours: Palette): LayerSpecification[] {
  const kind = (word: string): ExpressionSpecification => ['==', ['get', 'kind'], word];
  const line = { type: 'line', source: SOURCE, 'source-layer': 'boundary', layout: { 'line-join': 'round' } } as const;
  return [
    { ...line, id: 'boundary-inner', filter: kind('municipality'), minzoom: 10, paint: { 'line-color': colours.boundary, 'line-opacity': 0.45, 'line-width': 0.8, 'line-dasharray': [3, 3] } },
    { ...line, id: 'boundary-glow', filter: kind('district'), paint: { 'line-color': colours.boundary, 'line-width': 9, 'line-opacity': 0.16, 'line-blur': 4 } },
    { ...line, id: 'boundary', filter: kind('district'), paint: { 'line-color': colours.boundary, 'line-width': 1.6, 'line-dasharray': [6, 2, 1, 2] } },
  ];
}

function roadNames(colours: Palette, language: Language): LayerSpecification[] {
  return [{
    id: 'road-name', type: 'symbol', source: SOURCE, 'source-layer': 'roads', minzoom: 14,
    layout: {
      'symbol-placement': 'line', 'text-field': name(language), 'text-font': FONTS, 'text-size': 11,
      'symbol-spacing': 320, 'text-padding': 8, 'text-max-angle': 30,
    },
    paint: { 'text-color': colours.roadText, 'text-halo-color': colours.halo, 'text-halo-width': 1.4 },
  }];
}
