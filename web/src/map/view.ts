// The one map of the page: made once, kept for the life of the page, told of changes. A lost graphics context is
// restored by the map itself; the overlay goes on meanwhile.

import { effect, signal, untracked } from '@preact/signals';
import { addProtocol, AttributionControl, Map as GroundMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';
import type { Point } from '../api.gen';
import { language } from '../i18n';
import { second } from '../live/clock';
import { frames, incidentOf, movers, world } from '../live/state';
import { select, type Selected, selected } from '../model/selection';
import { theme } from '../ui/theme';
import { areas, followAreas } from './areas';
import { districtData, type DistrictData } from './district_data';
import { makeImage } from './images';
import { Overlay } from './overlay/overlay';
import { moverPositions } from './overlay/scene';
import { palette } from './palette';
import { pathsOf } from './paths';
import { pointing } from './pointing';
import { shown } from './shown';
import { style } from './style';

/** True when the base map's tiles cannot be had. */
export const baseMissing = signal(false);

const METRES_PER_PIXEL_AT_ZERO = 78_271.5;
let map: GroundMap | null = null;
let overlay: Overlay | null = null;
let covered = 0;

/** Builds the map into its pane. Called once. */
export function openMap(pane: HTMLElement, canvas: HTMLCanvasElement): void {
  if (map) return;
  setWorkerUrl(workerUrl);
  addProtocol('pmtiles', new Protocol().tile);
  const district = world.value?.district;
  const data = districtData(district);
  const made = new GroundMap({
    container: pane,
    style: looks(data),
    bounds: district ? [[district.sw.lon, district.sw.lat], [district.ne.lon, district.ne.lat]] : undefined,
    fitBoundsOptions: { padding: margins(pane.clientWidth) },
    attributionControl: false, fadeDuration: 0, dragRotate: false, pitchWithRotate: false, maxPitch: 0,
    minZoom: 7.5, maxZoom: 18, localIdeographFontFamily: false,
    keyboard: true,
  });
  made.touchZoomRotate.disableRotation();
  made.addControl(new AttributionControl({ compact: false }), 'bottom-right');
  made.addControl(new ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-left');
  made.setMissingStyleImageResolver((id) => {
    const image = makeImage(id);
    if (image && !made.hasImage(id)) made.addImage(id, image.data, { pixelRatio: image.pixelRatio });
  });
  made.on('error', (event) => {
    if ('sourceId' in event && event.sourceId === 'base') baseMissing.value = true;
  });
  map = made;
  overlay = new Overlay(canvas, ground(made));
  listen(made, overlay);
  follow(made, overlay, data);
  followAreas();
}

function looks(data: DistrictData) {
  return style({
    theme: theme.value, language: language.value, shown: shown.value, data, paths: ways(), areas: areas.value,
    attribution: world.value?.district.attribution ?? '', bare: baseMissing.value,
  });
}

function ground(made: GroundMap) {
  return {
    project: (lat: number, lon: number) => made.project([lon, lat]),
    zoom: () => made.getZoom(),
    metresPerPixel: () =>
      (METRES_PER_PIXEL_AT_ZERO * Math.cos((made.getCenter().lat * Math.PI) / 180)) / 2 ** made.getZoom(),
    colours: () => palette(theme.value),
  };
}

function listen(made: GroundMap, over: Overlay): void {
  made.on('move', () => over.draw());
  made.on('resize', () => over.draw());
  made.on('click', (event) => {
    if (pointing.value) {
      pointing.value.choose({ lat: event.lngLat.lat, lon: event.lngLat.lng });
      return;
    }
    const sprite = over.pick(event.point.x, event.point.y);
    if (sprite && sprite.kind !== 'traffic') select({ kind: sprite.kind === 'track' ? 'incident' : sprite.kind, id: sprite.id });
    else select(zoneAt(made, event.point) ?? placeAt(event.lngLat));
  });
  made.on('mousemove', (event) => {
    const under = over.pick(event.point.x, event.point.y);
    made.getCanvas().style.cursor = pointing.value ? 'crosshair' : under ? 'pointer' : '';
  });
}

/** The smallest zone under a point: by its name, its border or its hatching. An operating area only by its border. */
function zoneAt(made: GroundMap, at: { x: number; y: number }): Selected | null {
  const near: [[number, number], [number, number]] = [[at.x - 4, at.y - 4], [at.x + 4, at.y + 4]];
  const layers = made.getStyle().layers.filter((layer) => layer.id.startsWith('zone-')).map((layer) => layer.id);
  const id: unknown = made.queryRenderedFeatures(near, { layers })[0]?.properties.id;
  return typeof id === 'string' ? { kind: 'zone', id } : null;
}

/** A place where nothing lies: whose ground it is. */
const placeAt = (at: { lat: number; lng: number }): Selected => {
  const place = { lat: Math.round(at.lat * 1e5) / 1e5, lon: Math.round(at.lng * 1e5) / 1e5 };
  return { kind: 'place', id: `${place.lat},${place.lon}`, at: place };
};

/** The incident whose ways are drawn: the selected one, or the one the selected aircraft or unit serves. */
function chosenIncident() {
  const chosen = selected.value;
  if (!chosen || typeof chosen.id === 'string') return undefined;
  if (chosen.kind === 'incident') return incidentOf(chosen.id);
  const list = chosen.kind === 'vehicle' ? world.value?.vehicles : world.value?.units;
  return incidentOf(list?.find((one) => one.id === chosen.id)?.incident ?? null);
}

/** The closed roads and the ways of the chosen incident. */
const ways = () => pathsOf(chosenIncident(), world.value?.closures ?? []);

function follow(made: GroundMap, over: Overlay, data: DistrictData): void {
  let first = true;
  effect(() => {
    const next = looksWithoutPaths(data);
    if (first) first = false;
    else made.setStyle(next, { diff: true });
  });
  let drawn = '';
  effect(() => {
    const now = ways();
    const text = JSON.stringify(now);
    if (text === drawn) return;
    drawn = text;
    const source = made.getSource('paths');
    if (source && 'setData' in source) (source as { setData: (ways: unknown) => void }).setData(now);
  });
  effect(() => {
    void [frames.value, second.value, selected.value, world.value, theme.value, language.value, shown.value];
    over.mark = pointing.value?.at.value ?? null;
    over.refresh();
  });
}

/** The style, following colours, language and layers but not the selection. */
function looksWithoutPaths(data: DistrictData) {
  void [theme.value, language.value, shown.value, baseMissing.value, areas.value];
  return untracked(() => looks(data));
}

/** Moves the map to a place; never on anybody's behalf but the person at this page. */
export function goTo(at: Point, zoom = 14): void {
  map?.easeTo({
    center: [at.lon, at.lat], zoom: Math.max(map.getZoom(), zoom), offset: [-covered / 2, 0], duration: calm() ? 0 : 450,
  });
}

/** Zooms by whole steps. */
export function zoomBy(steps: number): void {
  map?.easeTo({ zoom: map.getZoom() + steps, duration: calm() ? 0 : 200 });
}

/** Shows the whole district. */
export function fitDistrict(): void {
  const district = world.value?.district;
  if (!district || !map) return;
  map.fitBounds([[district.sw.lon, district.sw.lat], [district.ne.lon, district.ne.lat]], {
    padding: margins(map.getContainer().clientWidth), duration: calm() ? 0 : 450,
  });
}

/** Round the district: the queue of approvals lies over the left side of a wide map. */
function margins(width: number) {
  return { top: 24, bottom: 24, right: 64, left: width > 1100 ? 320 : 24 };
}

/** The middle of the map. */
export function centre(): Point {
  const middle = map?.getCenter();
  return middle ? { lat: middle.lat, lon: middle.lng } : { lat: 0, lon: 0 };
}

/** Says how many pixels of the map's right side a panel covers. The map does not move for it; the next `goTo` minds it. */
export function coveredOnTheRight(pixels: number): void {
  covered = pixels;
}

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The layers that show something, each with the words it shows. */
function drawn(): Record<string, string[]> {
  const layers: Record<string, string[]> = {};
  for (const one of map?.queryRenderedFeatures() ?? []) {
    const words = (layers[one.layer.id] ??= []);
    const properties = one.properties as Record<string, unknown>;
    const name = properties.number ?? properties.name_en ?? properties.name;
    if (typeof name === 'string' && !words.includes(name)) words.push(name);
  }
  return layers;
}

/** For tests in a browser: where everything is on the screen, and what is selected. */
export function installHook(): void {
  Object.defineProperty(window, '__skyground', {
    value: {
      movers: () => (map ? moverPositions(ground(map).project) : []),
      moverCount: () => movers.count,
      sprites: () => overlay?.sprites ?? [],
      selected: () => selected.value,
      seq: () => world.value?.seq ?? null,
      world: () => world.value,
      mapReady: () => map?.loaded() ?? false,
      baseMissing: () => baseMissing.value,
      lookAt: ({ at, zoom }: { at: Point; zoom: number }) => void map?.jumpTo({ center: [at.lon, at.lat], zoom }),
      mapStill: () => Boolean(map && !map.isMoving() && map.loaded() && map.areTilesLoaded()),
      drawn: () => drawn(),
      project: (at: Point) => (map ? ground(map).project(at.lat, at.lon) : null),
    },
  });
}
