// Reads the binary frames of moving things: a 16-byte head, then records of `stride` bytes, little-endian.
// The layout is written down in controller/api/src/telemetry.rs; both sides are tested against one file.

export const HEAD = 16;
export const GROUND = 0x8000_0000;
export const ARMED = 1;
export const IN_AIR = 2;
export const LOST = 4;

/** The fix's age saturates here, in milliseconds. */
export const AGE_CEILING = 65_535;

const VERSION = 1;
const SHORTEST_STRIDE = 32;

/** One moving thing. Degrees, metres, metres per second; `age` in milliseconds; `battery` 255 when unknown. */
export type Mover = {
  id: number;
  lat: number;
  lon: number;
  altitude: number;
  heading: number;
  speed: number;
  climb: number;
  age: number;
  flags: number;
  battery: number;
  mode: number;
};

/** One frame for all screens. */
export type Frame = { serverTimeMs: number; count: number; record: (index: number) => Mover };

/** The frame, or null when it is none: wrong version, wrong stride or cut short. */
export function readFrame(buffer: ArrayBuffer): Frame | null {
  if (buffer.byteLength < HEAD) return null;
  const view = new DataView(buffer);
  const stride = view.getUint16(2, true);
  const count = view.getUint32(4, true);
  if (view.getUint16(0, true) !== VERSION || stride < SHORTEST_STRIDE) return null;
  if (buffer.byteLength < HEAD + count * stride) return null;
  return {
    serverTimeMs: view.getFloat64(8, true),
    count,
    record: (index) => readRecord(view, HEAD + index * stride),
  };
}

function readRecord(view: DataView, at: number): Mover {
  return {
    id: view.getUint32(at, true),
    lat: view.getInt32(at + 4, true) / 1e7,
    lon: view.getInt32(at + 8, true) / 1e7,
    altitude: view.getInt32(at + 12, true) / 100,
    heading: view.getUint16(at + 16, true) / 100,
    speed: view.getUint16(at + 18, true) / 100,
    climb: view.getInt16(at + 20, true) / 100,
    age: view.getUint16(at + 22, true),
    flags: view.getUint32(at + 24, true),
    battery: view.getUint8(at + 28),
    mode: view.getUint8(at + 29),
  };
}
