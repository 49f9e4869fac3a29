// Names on the ground: waters, roads and their numbers, settlements by rank, places with their signs, house numbers.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Language } from '../i18n';
import { BOLD, classIn, FONTS, kindIn, name, SOURCE } from './base_words';
import { imageId } from './images';
import type { Palette } from './palette';

const SETTLEMENTS = ['city', 'town', 'village', 'suburb', 'hamlet'];
/** What a person in need or an officer looks for; seen before everything else. */
const FIRST = ['police', 'fire_station', 'hospital', 'station', 'bus_station'];

/** Rivers along their course, lakes in their middle. */
export function waterNames(colours: Palette, language: Language): LayerSpecification[] {
  const paint = { 'text-color': colours.waterText, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 };
  return [
    {
      id: 'water-name', type: 'symbol', source: SOURCE, 'source-layer': 'water', minzoom: 12,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['any', kindIn(['river', 'canal']), ['>=', ['zoom'], 15]]],
      layout: { 'symbol-placement': 'line', 'text-field': name(language), 'text-font': FONTS, 'text-size': 12, 'text-letter-spacing': 0.12, 'symbol-spacing': 420, 'text-max-angle': 30 },
      paint,
    },
    {
      id: 'lake-name', type: 'symbol', source: SOURCE, 'source-layer': 'water', minzoom: 13,
      filter: ['all', ['==', ['geometry-type'], 'Polygon'], kindIn(['lake'])],
      layout: { 'text-field': name(language), 'text-font': FONTS, 'text-size': 11.5, 'text-letter-spacing': 0.06, 'text-max-width': 6 },
      paint,
    },
  ];
}

/** Road numbers far off, road names near by: wide roads first. */
export function roadNames(colours: Palette, language: Language): LayerSpecification[] {
  const paint = { 'text-color': colours.roadText, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 };
  const along = (id: string, classes: string[], minzoom: number, size: ExpressionSpecification | number): LayerSpecification => ({
    id, type: 'symbol', source: SOURCE, 'source-layer': 'roads', minzoom, filter: classIn(classes),
    layout: {
      'symbol-placement': 'line', 'text-field': name(language), 'text-font': FONTS, 'text-size': size,
      'symbol-spacing': 360, 'text-padding': 6, 'text-max-angle': 32, 'text-letter-spacing': 0.02,
    },
    paint,
  });
  const grow = (from: number, small: number, large: number): ExpressionSpecification =>
    ['interpolate', ['linear'], ['zoom'], from, small, 18, large];
  return [
    along('path-name', ['path', 'track', 'pedestrian', 'steps', 'service'], 16, 11),
    along('road-name', ['residential', 'unclassified', 'living_street'], 14.5, grow(14.5, 10.5, 13.5)),
    along('road-name-major', ['motorway', 'trunk', 'primary', 'secondary', 'tertiary'], 13, grow(13, 11, 14.5)),
    {
      id: 'road-number', type: 'symbol', source: SOURCE, 'source-layer': 'roads', minzoom: 9.5,
      filter: ['all', classIn(['motorway', 'trunk', 'primary', 'secondary']), ['has', 'ref'], ['any', classIn(['motorway', 'trunk']), ['>=', ['zoom'], 12]]],
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 500, 'text-field': ['get', 'ref'], 'text-font': BOLD, 'text-size': 10,
        'text-rotation-alignment': 'viewport', 'text-padding': 14,
      },
      paint: { 'text-color': colours.halo, 'text-halo-color': colours.roadNumber, 'text-halo-width': 2.4 },
    },
  ];
}

/** Names of settlements and places; drawn above roads and below operations. */
export function placeLayers(colours: Palette, language: Language): LayerSpecification[] {
  const halo = { 'text-halo-color': colours.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 };
  return [
    {
      id: 'house', type: 'symbol', source: SOURCE, 'source-layer': 'houses', minzoom: 16.8,
      layout: { 'text-field': ['get', 'number'], 'text-font': FONTS, 'text-size': 10.5, 'text-padding': 2 },
      paint: { 'text-color': colours.houseText, 'text-halo-color': colours.halo, 'text-halo-width': 1 },
    },
    ...places(colours, language, halo),
    {
      id: 'place-small', type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom: 12.5,
      filter: kindIn(['suburb', 'hamlet']),
      layout: {
        'text-field': name(language), 'text-font': FONTS, 'text-padding': 8, 'text-letter-spacing': 0.05,
        'text-size': ['interpolate', ['linear'], ['zoom'], 12.5, 11.5, 16, 14],
      },
      paint: { ...halo, 'text-color': colours.roadText },
    },
    {
      id: 'place-town', type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom: 8, maxzoom: 17,
      filter: ['all', kindIn(['city', 'town', 'village']), ['any', kindIn(['city', 'town']), ['>=', ['zoom'], 9.5]]],
      layout: {
        'text-field': name(language), 'text-font': BOLD, 'text-padding': 4,
        'text-variable-anchor': ['bottom', 'top', 'left', 'right'], 'text-radial-offset': 0.7, 'text-justify': 'auto',
        'symbol-sort-key': ['coalesce', ['get', 'rank'], 9],
        'text-size': ['interpolate', ['linear'], ['zoom'],
          8, ['match', ['get', 'kind'], 'city', 14, 11.5],
          13, ['match', ['get', 'kind'], 'city', 18, 'town', 16, 14],
          16, ['match', ['get', 'kind'], 'city', 22, 'town', 19, 17]],
      },
      paint: { ...halo, 'text-color': colours.townText },
    },
  ];
}

function places(colours: Palette, language: Language, halo: Record<string, unknown>): LayerSpecification[] {
  const sign = (kind: string, colour: string): string => imageId('sign', colour, kind);
  const signs: ExpressionSpecification = ['match', ['get', 'kind'],
    'police', sign('police', colours.signPolice), 'fire_station', sign('fire_station', colours.signAid),
    'hospital', sign('hospital', colours.signAid), 'school', sign('school', colours.sign), 'kindergarten', sign('school', colours.sign),
    'market', sign('market', colours.sign), 'station', sign('station', colours.signWay), 'bus_station', sign('bus_station', colours.signWay),
    'fuel', sign('fuel', colours.signWay), 'town_hall', sign('town_hall', colours.sign), 'bank', sign('bank', colours.sign),
    'worship', sign('worship', colours.sign), 'stadium', sign('stadium', colours.sign), 'peak', sign('peak', colours.sign),
    sign('sight', colours.sign)];
  const layer = (id: string, filter: ExpressionSpecification, minzoom: number): LayerSpecification => ({
    id, type: 'symbol', source: SOURCE, 'source-layer': 'places', minzoom, filter,
    layout: {
      'icon-image': signs, 'icon-padding': 3, 'text-field': ['step', ['zoom'], '', minzoom + 0.5, name(language)], 'text-font': FONTS,
      'text-size': 11.5, 'text-max-width': 8, 'text-padding': 4, 'text-anchor': 'top', 'text-offset': [0, 0.85],
      'text-optional': true, 'symbol-sort-key': ['coalesce', ['get', 'rank'], 9],
    },
    paint: { ...halo, 'text-color': colours.placeText },
  });
  return [
    layer('place-sight', ['!', kindIn([...SETTLEMENTS, ...FIRST, 'peak'])], 15),
    layer('place-peak', kindIn(['peak']), 12.5),
    layer('place-first', kindIn(FIRST), 13.5),
  ] as LayerSpecification[];
}
