// How the district's things look: zones hatched, patrol lines with ticks for their direction, hotspots dashed.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { type Language, sentence } from '../i18n';
import { FONTS } from './base_layers';
import { imageId } from './images';
import { type Palette, severityColour } from './palette';

/** What the layer switch turns on and off. */
export type Group = 'hotspots' | 'guarded' | 'zones' | 'lines' | 'police' | 'civil' | 'posts' | 'units' | 'unitLabels';

type Shown = Readonly<Record<Group, boolean>>;
type Visibility = { visibility: 'visible' | 'none' };

/** The layers of operations, from the ground up. */
export function districtLayers(colours: Palette, language: Language, shown: Shown): LayerSpecification[] {
  const seen = (group: Group): Visibility => ({ visibility: shown[group] ? 'visible' : 'none' });
  return [
    ...areaLayers(colours, language, 'civil', seen('civil')),
    ...areaLayers(colours, language, 'police', seen('police')),
    ...hotspots(colours, seen('hotspots')),
    ...zones(colours, seen('zones')),
    zoneNames(colours, language, seen('zones')),
    ...lines(colours, language, seen('lines')),
    ...paths(colours),
    ...guarded(colours, language, seen('guarded')),
    ...posts(colours, language, seen('posts')),
  ];
}

function called(language: Language): ExpressionSpecification {
  return ['coalesce', ['get', language === 'zh' ? 'name_zh' : 'name'], ['get', 'name'], ''];
}

function text(colours: Palette, language: Language) {
  return {
    layout: { 'text-field': called(language), 'text-font': FONTS, 'text-size': 11.5, 'text-optional': true } as const,
    paint: { 'text-color': colours.placeText, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 } as const,
  };
}

function hotspots(colours: Palette, seen: Visibility): LayerSpecification[] {
  return [
    {
      id: 'hotspot-dot', type: 'circle', source: 'hotspots', maxzoom: 12.5, layout: seen,
      paint: {
        'circle-color': colours.hotspot, 'circle-opacity': ['interpolate', ['linear'], ['get', 'weight'], 0, 0.18, 1, 0.55],
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, 1.2, 12.5, 2.6],
      },
    },
    {
      id: 'hotspot-area', type: 'fill', source: 'hotspotAreas', minzoom: 12.5, layout: seen,
      paint: { 'fill-color': colours.hotspot, 'fill-opacity': ['interpolate', ['linear'], ['zoom'],
        15, ['interpolate', ['linear'], ['get', 'weight'], 0, 0.03, 1, 0.12], 18, ['interpolate', ['linear'], ['get', 'weight'], 0, 0.01, 1, 0.04]] },
    },
    {
      id: 'hotspot-edge', type: 'line', source: 'hotspotAreas', minzoom: 12.5, layout: seen,
      paint: { 'line-color': colours.hotspot, 'line-opacity': 0.5, 'line-width': 1, 'line-dasharray': [3, 3] },
    },
  ];
}

/** The police's areas and the civil ones have borders of different dash, so that a strip where they differ shows. */
function areaLayers(colours: Palette, language: Language, kind: 'police' | 'civil', seen: Visibility): LayerSpecification[] {
  const looks = kind === 'police'
    ? { colour: colours.road, width: 2.2, dash: [7, 2, 1.5, 2] }
    : { colour: colours.keepIn, width: 1.8, dash: [3, 2.5] };
  const filter: ExpressionSpecification = ['==', ['get', 'kind'], kind];
  return [
    {
      id: `area-${kind}`, type: 'line', source: 'areas', filter, layout: { ...seen, 'line-join': 'round' },
      paint: { 'line-color': looks.colour, 'line-width': looks.width, 'line-dasharray': looks.dash, 'line-opacity': 0.9 },
    },
    {
      id: `area-${kind}-name`, type: 'symbol', source: 'areas', filter: ['all', filter, ['has', 'label']], minzoom: 9.5,
      layout: {
        ...seen, 'text-field': called(language), 'text-font': FONTS, 'text-size': 12, 'text-padding': 6,
        'text-offset': [0, kind === 'police' ? -0.8 : 0.8],
      },
      paint: { 'text-color': looks.colour, 'text-halo-color': colours.halo, 'text-halo-width': 1.8 },
    },
  ];
}

function zones(colours: Palette, seen: Visibility): LayerSpecification[] {
  const kinds = [
    { kind: 'keep_out', colour: colours.noFly, fill: imageId('hatch', colours.noFly), dash: [1], width: 1.8 },
    { kind: 'no_record', colour: colours.noRecord, fill: imageId('dots', colours.noRecord), dash: [2, 2], width: 1.5 },
    { kind: 'keep_in', colour: colours.keepIn, fill: null, dash: [6, 3], width: 1.5 },
  ];
  return kinds.flatMap(({ kind, colour, fill, dash, width }): LayerSpecification[] => {
    const filter: ExpressionSpecification = ['==', ['get', 'kind'], kind];
    const edge: LayerSpecification = {
      id: `zone-${kind}-edge`, type: 'line', source: 'zones', filter, layout: { ...seen, 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': width, 'line-dasharray': dash },
    };
    if (!fill) return [edge];
    return [{ id: `zone-${kind}`, type: 'fill', source: 'zones', filter, layout: seen, paint: { 'fill-pattern': fill } }, edge];
  });
}

/** Lines of latitude and longitude, for a district without a base map. */
export function graticuleLayers(colours: Palette): LayerSpecification[] {
  return [
    { id: 'graticule', type: 'line', source: 'graticule', paint: { 'line-color': colours.boundary, 'line-width': 0.7, 'line-opacity': 0.35 } },
    {
      id: 'graticule-degrees', type: 'symbol', source: 'graticule',
      layout: { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': 10.5 },
      paint: { 'text-color': colours.roadText, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 },
    },
  ];
}

/** The kind in words, so that hatching and colour need not be known; from near by name and heights too. */
function zoneNames(colours: Palette, language: Language, seen: Visibility): LayerSpecification {
  const kind = (of: 'keep_in' | 'keep_out' | 'no_record'): string => sentence(language, `zone.${of}`);
  const word: ExpressionSpecification =
    ['match', ['get', 'kind'], 'keep_out', kind('keep_out'), 'no_record', kind('no_record'), kind('keep_in')];
  return {
    id: 'zone-name', type: 'symbol', source: 'zones', minzoom: 12.5,
    layout: {
      ...seen, 'text-font': FONTS, 'text-size': 11.5, 'text-padding': 4,
      'text-field': ['step', ['zoom'], word, 14.5,
        ['concat', word, '\n', called(language), '\n', ['get', language === 'zh' ? 'heights_zh' : 'heights']]],
    },
    paint: {
      'text-color': ['match', ['get', 'kind'], 'keep_out', colours.noFly, 'no_record', colours.noRecord, colours.keepIn],
      'text-halo-color': colours.halo, 'text-halo-width': 2,
    },
  };
}

function lines(colours: Palette, language: Language, seen: Visibility): LayerSpecification[] {
  const words = text(colours, language);
  return [
    {
      id: 'line', type: 'line', source: 'lines', layout: { ...seen, 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': colours.accent, 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 1, 13, 2], 'line-opacity': 0.72 },
    },
    {
      id: 'line-tick', type: 'symbol', source: 'lines', minzoom: 11,
      layout: {
        ...seen, 'symbol-placement': 'line', 'symbol-spacing': 90, 'icon-image': imageId('tick', colours.accent),
        'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-rotation-alignment': 'map',
      },
    },
    {
      id: 'line-name', type: 'symbol', source: 'lines', minzoom: 13,
      layout: { ...words.layout, ...seen, 'symbol-placement': 'line', 'symbol-spacing': 500, 'text-offset': [0, -0.9] },
      paint: { ...words.paint, 'text-color': colours.accent },
    },
  ];
}

function paths(colours: Palette): LayerSpecification[] {
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const only = (role: string): ExpressionSpecification => ['==', ['get', 'role'], role];
  return [
    {
      id: 'path-edge', type: 'line', source: 'paths', layout: round,
      paint: { 'line-color': colours.labelHalo, 'line-width': 7, 'line-opacity': 0.55 },
    },
    { id: 'path-road', type: 'line', source: 'paths', filter: only('road'), layout: round,
      paint: { 'line-color': colours.road, 'line-width': 4 } },
    { id: 'path-proposed', type: 'line', source: 'paths', filter: only('proposed'),
      paint: { 'line-color': colours.accent, 'line-width': 2.5, 'line-dasharray': [2.5, 2] } },
    { id: 'path-air', type: 'line', source: 'paths', filter: only('air'), layout: round,
      paint: { 'line-color': colours.accent, 'line-width': 3 } },
    { id: 'path-shut', type: 'line', source: 'paths', filter: only('shut'), layout: round,
      paint: { 'line-color': colours.noFly, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 2, 15, 6], 'line-dasharray': [0.2, 1.8] } },
    {
      id: 'path-shut-mark', type: 'symbol', source: 'paths', filter: only('shut'),
      layout: {
        'symbol-placement': 'line-center', 'icon-image': imageId('shut', colours.noFly), 'icon-allow-overlap': true,
        'icon-ignore-placement': true, 'icon-rotation-alignment': 'viewport',
      },
    },
  ];
}

function guarded(colours: Palette, language: Language, seen: Visibility): LayerSpecification[] {
  const words = text(colours, language);
  const shield = (grade: number): string => imageId('guarded', severityColour(colours, grade), String(grade));
  return [{
    id: 'guarded', type: 'symbol', source: 'guarded', minzoom: 11,
    layout: {
      ...words.layout, ...seen,
      'icon-image': ['match', ['get', 'grade'], 1, shield(1), 2, shield(2), 3, shield(3), shield(4)],
      'icon-allow-overlap': true, 'icon-ignore-placement': true, 'text-offset': [0, 1.15], 'text-anchor': 'top',
      'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.55, 14, 1],
      'text-field': ['step', ['zoom'], '', 13.5, called(language)],
    },
    paint: words.paint,
  }];
}

function posts(colours: Palette, language: Language, seen: Visibility): LayerSpecification[] {
  const words = text(colours, language);
  return [{
    id: 'posts', type: 'symbol', source: 'posts',
    layout: {
      ...words.layout, ...seen,
      'icon-image': ['match', ['get', 'kind'], 'dock', imageId('dock', colours.accent), imageId('station', colours.postFill, colours.post)],
      'icon-allow-overlap': true, 'icon-ignore-placement': true, 'text-anchor': 'top', 'text-offset': [0, 0.95],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.6, 13, 1],
      'text-field': ['step', ['zoom'], '', 13, called(language)],
    },
    paint: words.paint,
  }];
}
