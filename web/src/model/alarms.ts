// What calls for a person at once. Derived from the world, so that an alarm goes when its cause goes; acknowledged at this
// desk only.

import type { Snapshot, Why } from '../api.gen';

/** One alarm. `key` is stable while the cause lasts. */
export type Alarm = { key: string; level: 1 | 2; since: number } & (
  | { about: 'journal' }
  | { about: 'link'; vehicle: number; inAir: boolean }
  | { about: 'order'; vehicle: number; state: 'refused' | 'unknown'; order: string; text: string }
  | { about: 'doubt' | 'shared' | 'near' | 'leaves'; vehicle: number; why: Why }
  | { about: 'incident'; incident: number }
);

/** A lost aircraft that was in the air becomes an alarm of the first level after this long. */
const LOST_IN_AIR_MS = 30_000;
/** An order that ended badly is news for this long. */
const ORDER_NEWS_MS = 120_000;

/** Every alarm not acknowledged, the first level first, then the oldest. */
export function alarms(
  world: Snapshot,
  now: number,
  acknowledged: ReadonlySet<string>,
  inAir: (vehicle: number) => boolean,
): Alarm[] {
  const all = [...journal(world), ...vehicles(world, now, inAir), ...incidents(world)];
  return all
    .filter((alarm) => !acknowledged.has(alarm.key))
    .sort((a, b) => a.level - b.level || a.since - b.since || a.key.localeCompare(b.key));
}

function journal(world: Snapshot): Alarm[] {
  if (world.health.journal_writable) return [];
  return [{ key: 'journal', level: 1, since: world.server_time_ms, about: 'journal' }];
}

function vehicles(world: Snapshot, now: number, inAir: (vehicle: number) => boolean): Alarm[] {
  return world.vehicles.flatMap((one): Alarm[] => {
    const found: Alarm[] = [];
    for (const [about, watch] of [['doubt', one.doubt], ['shared', one.shared]] as const) {
      if (watch) found.push({ key: `${about}-${one.id}-${watch.since_ms}`, level: 1, since: watch.since_ms, about, vehicle: one.id, why: watch.why });
    }
    for (const watch of one.near) {
      found.push({ key: `near-${one.id}-${watch.since_ms}`, level: 1, since: watch.since_ms, about: 'near', vehicle: one.id, why: watch.why });
    }
    if (one.leaves) {
      found.push({ key: `leaves-${one.id}-${one.leaves.since_ms}`, level: 2, since: one.leaves.since_ms, about: 'leaves', vehicle: one.id, why: one.leaves.why });
    }
    if (one.state === 'lost') {
      const since = one.last_seen_ms ?? now;
      const flew = inAir(one.id);
      const level = flew && now - since > LOST_IN_AIR_MS ? 1 : 2;
      found.push({ key: `link-${one.id}-${since}`, level, since, about: 'link', vehicle: one.id, inAir: flew });
    }
    const order = one.order;
    if (order && (order.state === 'refused' || order.state === 'unknown') && now - order.at_ms < ORDER_NEWS_MS) {
      found.push({
        key: `order-${order.id}-${order.state}`, level: 2, since: order.at_ms, about: 'order', vehicle: one.id,
        state: order.state, order: order.kind, text: order.because ?? '',
      });
    }
    return found;
  });
}

function incidents(world: Snapshot): Alarm[] {
  return world.incidents
    .filter((one) => one.priority <= 2 && (one.status === 'reported' || one.status === 'assessed'))
    .map((one) => ({
      key: `incident-${one.id}`, level: one.priority === 1 ? 1 : 2, since: one.reported_ms, about: 'incident', incident: one.id,
    }));
}
