// What moves or matters, in screen pixels: one list a frame that is drawn, picked from and read by tests.

import { vehicleAge, unitAge } from '../../live/ages';
import { monotonic, serverNow } from '../../live/clock';
import { named, word } from '../../i18n';
import { movers, world } from '../../live/state';
import { GROUND, IN_AIR } from '../../live/telemetry';
import type { Freshness } from '../../model/freshness';
import { numbered } from '../../model/number';
import type { Selected } from '../../model/selection';

/** One thing on the screen. `id` without the ground bit. */
export type Sprite = {
  kind: 'vehicle' | 'unit' | 'incident' | 'track' | 'traffic';
  id: number;
  lat: number;
  lon: number;
  x: number;
  y: number;
  heading: number;
  is: Freshness;
  ageMs: number | null;
  name: string;
  /** A unit's or vehicle's state, an incident's status, a track's class. */
  state: string;
  inAir: boolean;
  priority: number;
  selected: boolean;
  /** Serves the selected incident, or is the incident of the selected server. */
  related: boolean;
  /** For a track: the radius of its 68 % circle in metres. */
  metres: number;
};

/** Turns degrees into pixels of the pane. */
export type Project = (lat: number, lon: number) => { x: number; y: number };
type Pane = { width: number; height: number };

const MARGIN = 40;
/** A transponder tells once a second. */
const TRAFFIC_STALE_MS = 5_000;

/** Everything in view, in the order it is drawn: ground units, tracks, incidents, others in the air, our aircraft. */
export function scene(project: Project, pane: Pane, chosen: Selected | null, withUnits: boolean): Sprite[] {
  const inView = (sprite: Sprite): boolean =>
    sprite.x > -MARGIN && sprite.y > -MARGIN && sprite.x < pane.width + MARGIN && sprite.y < pane.height + MARGIN;
  const related = relatedTo(chosen);
  const units = unitSprites(project, chosen, related).filter((one) => withUnits || one.selected || one.related);
  const all = [...units, ...incidentSprites(project, chosen, related), ...trafficSprites(project), ...vehicleSprites(project, chosen, related)];
  return all.filter(inView);
}

type Related = { vehicles: Set<number>; units: Set<number>; incident: number | null };

function relatedTo(chosen: Selected | null): Related {
  const held = world.value;
  const related: Related = { vehicles: new Set(), units: new Set(), incident: null };
  if (!held || !chosen) return related;
  if (chosen.kind === 'incident') {
    const incident = held.incidents.find((one) => one.id === chosen.id);
    if (!incident || incident.status === 'closed') return related;
    const air = incident.sortie ?? incident.recommendation?.air;
    if (air) related.vehicles.add(air.vehicle);
    for (const tasking of incident.taskings) related.units.add(tasking.unit);
    for (const option of incident.recommendation?.ground ?? []) related.units.add(option.unit);
  } else {
    const list = chosen.kind === 'vehicle' ? held.vehicles : held.units;
    related.incident = list.find((one) => one.id === chosen.id)?.incident ?? null;
  }
  return related;
}

const chosenIs = (chosen: Selected | null, kind: Selected['kind'], id: number): boolean =>
  chosen?.kind === kind && chosen.id === id;

function unitSprites(project: Project, chosen: Selected | null, related: Related): Sprite[] {
  const sprites: Sprite[] = [];
  for (const unit of world.value?.units ?? []) {
    const slot = movers.unitSlot(unit.id);
    if (slot < 0) continue;
    const age = unitAge(unit.id);
    sprites.push({
      ...at(project, movers.lat[slot] ?? 0, movers.lon[slot] ?? 0),
      kind: 'unit', id: unit.id, heading: movers.heading[slot] ?? 0, is: age.is, ageMs: age.ms,
      name: named(unit.callsign, unit.callsign_zh), state: unit.state, inAir: false, priority: 0, metres: 0,
      selected: chosenIs(chosen, 'unit', unit.id), related: related.units.has(unit.id),
    });
  }
  return sprites;
}

function vehicleSprites(project: Project, chosen: Selected | null, related: Related): Sprite[] {
  const sprites: Sprite[] = [];
  for (const vehicle of world.value?.vehicles ?? []) {
    const slot = movers.slot(vehicle.id);
    if (slot < 0) continue;
    const age = vehicleAge(vehicle.id);
    sprites.push({
      ...at(project, movers.lat[slot] ?? 0, movers.lon[slot] ?? 0),
      kind: 'vehicle', id: vehicle.id, heading: movers.heading[slot] ?? 0, is: age.is, ageMs: age.ms,
      name: named(vehicle.callsign, vehicle.callsign_zh), state: vehicle.state, priority: 0, metres: 0,
      inAir: ((movers.flags[slot] ?? 0) & IN_AIR) !== 0,
      selected: chosenIs(chosen, 'vehicle', vehicle.id), related: related.vehicles.has(vehicle.id),
    });
  }
  return sprites;
}

/** Others in the air. They cannot be selected: nothing can be ordered of them. */
function trafficSprites(project: Project): Sprite[] {
  const now = serverNow();
  return (world.value?.traffic ?? []).map((one, index) => {
    const ms = Math.max(0, now - one.at_ms);
    const height = one.height_m === null ? '' : ` ${Math.round(one.height_m)} m${one.height_above === 'sea' ? '' : ` ${word('height', one.height_above ?? '')}`}`;
    return {
      ...at(project, one.at.lat, one.at.lon),
      kind: 'traffic', id: index, heading: one.heading_deg ?? 0, is: ms > TRAFFIC_STALE_MS ? 'stale' : 'live', ageMs: ms,
      name: `${word('traffic', one.kind)}${height} · ${Math.round(ms / 1000)} s`, state: one.kind, inAir: !one.on_ground,
      priority: one.near.length > 0 ? 1 : 0, metres: 0, selected: false, related: false,
    };
  });
}

function incidentSprites(project: Project, chosen: Selected | null, related: Related): Sprite[] {
  const sprites: Sprite[] = [];
  for (const incident of world.value?.incidents ?? []) {
    const selected = chosenIs(chosen, 'incident', incident.id);
    if (incident.status === 'closed' && !selected) continue;
    const still = { heading: 0, is: 'live' as const, ageMs: 0, inAir: false, selected, related: related.incident === incident.id };
    const track = incident.track;
    if (track && track.state !== 'dropped') {
      sprites.push({
        ...still, ...at(project, track.at.lat, track.at.lon), kind: 'track', id: incident.id, name: '',
        state: track.class, priority: incident.priority, selected: false, metres: track.accuracy_m,
      });
    }
    sprites.push({
      ...still, ...at(project, incident.at.lat, incident.at.lon), kind: 'incident', id: incident.id,
      name: `#${numbered(incident.id)}`, state: incident.status, priority: incident.priority, metres: 0,
    });
  }
  return sprites;
}

function at(project: Project, lat: number, lon: number): { lat: number; lon: number; x: number; y: number } {
  return { lat, lon, ...project(lat, lon) };
}

/** What a test reads: every mover wherever it is, with its screen position. */
export function moverPositions(project: Project): Array<{ id: number; kind: 'vehicle' | 'unit'; lat: number; lon: number; x: number; y: number; ageMs: number }> {
  const now = monotonic();
  return Array.from({ length: movers.count }, (_, slot) => {
    const id = movers.ids[slot] ?? 0;
    const ground = (id & GROUND) !== 0;
    const place = at(project, movers.lat[slot] ?? 0, movers.lon[slot] ?? 0);
    return { id: ground ? id & ~GROUND : id, kind: ground ? 'unit' : 'vehicle', ageMs: movers.age(slot, now), ...place };
  });
}
