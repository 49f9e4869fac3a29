// Roads and rails: tunnels under, bridges over, each class with its casing, the wider above the narrower.

import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { byZoom, classIn, SOURCE } from './base_words';
import { imageId } from './images';
import type { Palette } from './palette';

type Class = { id: string; classes: string[]; colour: string; from: number; width: ExpressionSpecification; edge: number };
type Floor = 'tunnel' | 'ground' | 'bridge';

const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const;

function classesOf(colours: Palette): Class[] {
  return [
    { id: 'service', classes: ['service'], colour: colours.minor, from: 13, edge: 0.8, width: byZoom(13, 0.4, 15, 1.4, 18, 7) },
    { id: 'minor', classes: ['residential', 'unclassified', 'living_street'], colour: colours.minor, from: 11.5, edge: 1, width: byZoom(11.5, 0.35, 13, 1.2, 15, 4, 18, 14) },
    { id: 'tertiary', classes: ['tertiary'], colour: colours.minor, from: 10, edge: 1.2, width: byZoom(10, 0.7, 13, 2.2, 15, 5, 18, 17) },
    { id: 'major', classes: ['primary', 'secondary'], colour: colours.major, from: 8, edge: 1.3, width: byZoom(8, 0.8, 13, 3, 15, 6.5, 18, 21) },
    { id: 'motorway', classes: ['motorway', 'trunk'], colour: colours.motorway, from: 7, edge: 1.5, width: byZoom(7, 0.9, 13, 3.8, 15, 7.5, 18, 24) },
  ];
}

/** All lines that something drives, rolls or walks on. */
export function roadLayers(colours: Palette): LayerSpecification[] {
  const classes = classesOf(colours);
  const floor = (level: Floor): LayerSpecification[] => [
    ...classes.map((one) => casing(one, level, colours)),
    ...classes.map((one) => surface(one, level)),
  ];
  return [...floor('tunnel'), ...paths(colours), ...floor('ground'), ...rails(colours), ...floor('bridge'), oneways(colours)];
}

const on = (level: Floor): ExpressionSpecification => {
  const tunnel: ExpressionSpecification = ['to-boolean', ['get', 'tunnel']];
  const bridge: ExpressionSpecification = ['to-boolean', ['get', 'bridge']];
  if (level === 'ground') return ['all', ['!', tunnel], ['!', bridge]];
  return level === 'tunnel' ? tunnel : ['all', bridge, ['!', tunnel]];
};

const named = (id: string, level: Floor): string => (level === 'ground' ? id : `${id}-${level}`);

function casing(one: Class, level: Floor, colours: Palette): LayerSpecification {
  const dashed = level === 'tunnel' ? { 'line-dasharray': [2.5, 2] } : {};
  const edge = level === 'bridge' ? one.edge + 0.5 : one.edge;
  return {
    id: `${named(one.id, level)}-edge`, type: 'line', source: SOURCE, 'source-layer': 'roads', minzoom: Math.max(one.from, 11.5),
    filter: ['all', classIn(one.classes), on(level)],
    layout: level === 'ground' ? ROUND : { 'line-join': 'round', 'line-cap': 'butt' },
    paint: {
      'line-color': level === 'bridge' ? colours.bridge : colours.casing, 'line-gap-width': one.width, 'line-width': edge,
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 11.5, 0, 13, 1], ...dashed,
    },
  };
}

function surface(one: Class, level: Floor): LayerSpecification {
  return {
    id: named(one.id, level), type: 'line', source: SOURCE, 'source-layer': 'roads', minzoom: one.from,
    filter: ['all', classIn(one.classes), on(level)],
    layout: level === 'tunnel' ? { 'line-join': 'round' } : ROUND,
    paint: { 'line-color': one.colour, 'line-width': one.width, 'line-opacity': level === 'tunnel' ? 0.4 : 1 },
  };
}

function paths(colours: Palette): LayerSpecification[] {
  const line = (id: string, classes: string[], minzoom: number, width: ExpressionSpecification, dash: number[]): LayerSpecification => ({
    id, type: 'line', source: SOURCE, 'source-layer': 'roads', minzoom, filter: classIn(classes), layout: { 'line-join': 'round' },
    paint: { 'line-color': colours.path, 'line-width': width, ...(dash.length > 0 ? { 'line-dasharray': dash } : {}) },
  });
  return [
    line('pedestrian', ['pedestrian'], 13, byZoom(13, 0.8, 16, 3.5, 18, 9), []),
    line('track', ['track'], 13, byZoom(13, 0.7, 18, 4.5), [5, 1.6]),
    line('path', ['path'], 13.5, byZoom(13.5, 0.6, 18, 2.8), [2.4, 1.6]),
    line('steps', ['steps'], 15, byZoom(15, 2, 18, 7), [0.35, 0.35]),
  ];
}

function rails(colours: Palette): LayerSpecification[] {
  const above: ExpressionSpecification = ['!', ['to-boolean', ['get', 'tunnel']]];
  const line = (id: string, filter: ExpressionSpecification, minzoom: number, paint: Record<string, unknown>): LayerSpecification =>
    ({ id, type: 'line', source: SOURCE, 'source-layer': 'roads', filter, minzoom, layout: { 'line-join': 'round' }, paint }) as LayerSpecification;
  const rail: ExpressionSpecification = ['all', classIn(['rail']), above];
  return [
    line('rail-under', ['all', classIn(['rail', 'subway']), ['!', above]], 13, { 'line-color': colours.rail, 'line-width': 1, 'line-opacity': 0.45, 'line-dasharray': [2, 3] }),
    line('rail', rail, 9, { 'line-color': colours.rail, 'line-width': byZoom(9, 0.8, 14, 1.5, 17, 3.4, 18, 5) }),
    line('rail-gaps', rail, 13, { 'line-color': colours.land, 'line-width': byZoom(13, 0.6, 14, 0.8, 17, 2, 18, 3.2), 'line-dasharray': [4, 4] }),
    line('tram', ['all', classIn(['tram', 'subway']), above], 14, { 'line-color': colours.rail, 'line-width': byZoom(14, 0.6, 18, 1.8), 'line-opacity': 0.8 }),
  ];
}

/** Arrows along one-way streets, from where lanes can be told apart. */
function oneways(colours: Palette): LayerSpecification {
  return {
    id: 'oneway', type: 'symbol', source: SOURCE, 'source-layer': 'roads', minzoom: 16,
    filter: ['all', ['to-boolean', ['get', 'oneway']], ['!', classIn(['rail', 'tram', 'subway', 'path', 'steps', 'track'])]],
    layout: {
      'symbol-placement': 'line', 'symbol-spacing': 130, 'icon-image': imageId('arrow', colours.roadText),
      'icon-rotation-alignment': 'map', 'icon-padding': 1, 'icon-size': ['interpolate', ['linear'], ['zoom'], 16, 0.75, 18, 1],
    },
    paint: { 'icon-opacity': 0.75 },
  };
}
