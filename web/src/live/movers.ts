// Where every moving thing was last seen. Columns, not objects: 315 things at 5 Hz must not become reactive objects.
// Ages come from the server and go on by the page's monotonic clock, never by comparing wall clocks.

import { AGE_CEILING, type Frame, GROUND, type Mover } from './telemetry';

const GROW_BY = 512;

/** The last known fix of each mover, in columns indexed by slot. */
export class Movers {
  /** Number of slots in use. */
  count = 0;
  /** Goes up with every frame taken in. */
  version = 0;
  ids = new Uint32Array(GROW_BY);
  lat = new Float64Array(GROW_BY);
  lon = new Float64Array(GROW_BY);
  altitude = new Float32Array(GROW_BY);
  heading = new Float32Array(GROW_BY);
  speed = new Float32Array(GROW_BY);
  climb = new Float32Array(GROW_BY);
  flags = new Uint32Array(GROW_BY);
  battery = new Uint8Array(GROW_BY);
  mode = new Uint8Array(GROW_BY);
  /** The fix's instant on the page's monotonic clock, in milliseconds. */
  fixedAt = new Float64Array(GROW_BY);
  private slots = new Map<number, number>();

  /** Takes in one frame that arrived at `now` on the monotonic clock. */
  take(frame: Frame, now: number): void {
    for (let index = 0; index < frame.count; index += 1) this.put(frame.record(index), now);
    this.version += 1;
  }

  /** The slot of a mover, or -1. */
  slot(id: number): number {
    return this.slots.get(id >>> 0) ?? -1;
  }

  /** The slot of a ground unit, or -1. */
  unitSlot(unit: number): number {
    return this.slot((unit | GROUND) >>> 0);
  }

  /** Milliseconds since the fix. */
  age(slot: number, now: number): number {
    return Math.max(0, now - (this.fixedAt[slot] ?? now));
  }

  private put(mover: Mover, now: number): void {
    const known = this.slot(mover.id);
    const slot = known >= 0 ? known : this.open(mover.id);
    // A saturated age only says "at least"; an older estimate of ours is then the better one.
    const fixedAt = now - mover.age;
    const keep = known >= 0 && mover.age >= AGE_CEILING && (this.fixedAt[slot] ?? now) < fixedAt;
    if (!keep) this.fixedAt[slot] = fixedAt;
    this.lat[slot] = mover.lat;
    this.lon[slot] = mover.lon;
    this.altitude[slot] = mover.altitude;
    this.heading[slot] = mover.heading;
    this.speed[slot] = mover.speed;
    this.climb[slot] = mover.climb;
    this.flags[slot] = mover.flags;
    this.battery[slot] = mover.battery;
    this.mode[slot] = mover.mode;
  }

  private open(id: number): number {
    if (this.count === this.ids.length) this.grow();
    const slot = this.count;
    this.count += 1;
    this.ids[slot] = id;
    this.slots.set(id >>> 0, slot);
    return slot;
  }

  private grow(): void {
    const size = this.ids.length + GROW_BY;
    const wider = <T extends { set(from: T): void }>(from: T, into: T): T => (into.set(from), into);
    this.ids = wider(this.ids, new Uint32Array(size));
    this.lat = wider(this.lat, new Float64Array(size));
    this.lon = wider(this.lon, new Float64Array(size));
    this.altitude = wider(this.altitude, new Float32Array(size));
    this.heading = wider(this.heading, new Float32Array(size));
    this.speed = wider(this.speed, new Float32Array(size));
    this.climb = wider(this.climb, new Float32Array(size));
    this.flags = wider(this.flags, new Uint32Array(size));
    this.battery = wider(this.battery, new Uint8Array(size));
    this.mode = wider(this.mode, new Uint8Array(size));
    this.fixedAt = wider(this.fixedAt, new Float64Array(size));
  }
}
