// What the page knows of the world, and how well it hears the server.

import { computed, signal } from '@preact/signals';
import type { ApprovalView, IncidentView, Session, Snapshot, UnitView, VehicleView } from '../api.gen';
import { second, serverNow } from './clock';
import { Movers } from './movers';

/** How well the server is heard. `stoppedAt`: the server's time of the last word, for the banner. */
export type Link = { state: 'connecting' | 'up' | 'down'; stoppedAt: number };

/** Who sits here; null before login, undefined before the server was asked. */
export const session = signal<Session | null | undefined>(undefined);
/** The world as last told; null until the first snapshot. */
export const world = signal<Snapshot | null>(null);
/** The link to the server. */
export const link = signal<Link>({ state: 'connecting', stoppedAt: 0 });
/** Changes with every telemetry frame. */
export const frames = signal(0);
/** Where everything moving was last seen. */
export const movers = new Movers();

/** Whether commands may be given: the server is heard. */
export const commandable = computed(() => link.value.state === 'up' && world.value !== null);

/** Whether this post may do that. Controls a post lacks are absent. */
export type Right = 'approve' | 'dispatch' | 'order' | 'all';
const RIGHTS: Readonly<Record<string, readonly Right[]>> = {
  commander: ['approve', 'dispatch', 'order', 'all'],
  dispatcher: ['dispatch'],
  operator: ['order', 'all'],
};

/** Whether this is a station that decides about its own, because the bureau is silent. */
export const alone = (): boolean => world.value?.stations.alone?.station !== undefined && world.value.stations.alone.station === session.value?.station;

/** True when the present post holds that right. What concerns everybody is decided above, not at a station. */
export function may(right: Right): boolean {
  if (session.value?.station && !alone() && (right === 'approve' || right === 'all')) return false;
  return RIGHTS[session.value?.role ?? '']?.includes(right) ?? false;
}

/** The incident of that number. */
export const incidentOf = (id: number | null): IncidentView | undefined =>
  world.value?.incidents.find((one) => one.id === id);

/** The vehicle of that number. */
export const vehicleOf = (id: number | null): VehicleView | undefined =>
  world.value?.vehicles.find((one) => one.id === id);

/** The unit of that number. */
export const unitOf = (id: number | null): UnitView | undefined => world.value?.units.find((one) => one.id === id);

/** Approvals that wait and have not lapsed, the most urgent first. */
export const waitingApprovals = computed<ApprovalView[]>(() => {
  second.value;
  const now = serverNow();
  return (world.value?.approvals ?? [])
    .filter((one) => one.state === 'requested' && one.expires_ms > now)
    .sort((a, b) => Number(a.purpose === 'patrol') - Number(b.purpose === 'patrol') || a.expires_ms - b.expires_ms);
});

/** Incidents not yet closed. */
export const openIncidents = computed(() => (world.value?.incidents ?? []).filter((one) => one.status !== 'closed'));
