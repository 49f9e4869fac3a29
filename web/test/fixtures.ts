// Little worlds for tests.

import type { ApprovalView, IncidentView, Snapshot, VehicleView } from '../src/api.gen';

export const incident = (id: number, part: Partial<IncidentView> = {}): IncidentView => ({
  id, kind: 'assault', priority: 1, status: 'reported', at: { lat: 47.14, lon: 9.52 }, place: 'Herrengasse', source: 'console',
  reported_ms: id * 1_000, closed_ms: null, recommendation: null, approval: null, sortie: null, track: null, taskings: [], open_hops: [],
  desk: { reports: [], reports_beyond: 0, notes: [], links: [], follow_ups: [], caller: null, escalated_ms: null, stamps_ms: [] }, close_reason: null,
  outcome: null, serious: null, timeline: [], ...part,
});

export const vehicle = (id: number, part: Partial<VehicleView> = {}): VehicleView => ({
  id, callsign: `Eagle 0${id}`, callsign_zh: `雄鹰0${id}`, airframe: 'quad', state: 'ready', because: [], mode: 'hold',
  battery_percent: 90, task: 'none', line: null, incident: null, dock: 'd1', order: null, doubt: null, shared: null, control: null, leaves: null, follows: null, lent_to: null, stations_ask: [], near: [], obeys_unsigned: null, readiness: [], payload: null, stored: [], last_seen_ms: 0, ...part,
});

export const approval = (id: number, part: Partial<ApprovalView> = {}): ApprovalView => ({
  id, state: 'requested', purpose: 'incident', incident: 1, line: null, vehicle: 1, relieves: null, action: 'launch', mission_hash: 'h', card_hash: 'c',
  requested_ms: 0, expires_ms: 60_000, by: null, ...part,
});

export const world = (part: Partial<Snapshot> = {}): Snapshot => ({
  seq: 10, server_time_ms: 0, training: true,
  district: {
    name: 'D', name_zh: '区', sw: { lat: 47, lon: 9 }, ne: { lat: 48, lon: 10 }, attribution: '', fictional: true,
    boundary: [], terrain_note: null, posts: [], hotspots: [], guarded: [], zones: [], lines: [], told_until_ms: 0,
  },
  vehicles: [], units: [], incidents: [], approvals: [], duty: { post: 'commander-1', offered: null, deputies: true, since_ms: 0, until_ms: null }, closures: [], circles: [], traffic: [], loops: [], weather: { report: null, stale_s: 1800, required: false, forbids: [] }, stations: { cut: [], alone: null },
  health: { journal_writable: true, records: 0, frames: 0, frames_lost: 0, frames_bad: 0, wind_from_deg: 0, wind_mps: 0 },
  ...part,
});
