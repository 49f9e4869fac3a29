// How fresh a position is. Map, list and detail all ask this one function, so they cannot disagree.

/** `never`: no fix was ever received. */
export type Freshness = 'live' | 'stale' | 'lost' | 'never';

/** From this age on a position is shown hollow, with its age. */
export const STALE_MS = 3_000;
/** From this age on a position is crossed out. */
export const LOST_MS = 15_000;

/** The freshness of a fix of that age; null when there is none. */
export function freshness(ageMs: number | null): Freshness {
  if (ageMs === null || !Number.isFinite(ageMs)) return 'never';
  if (ageMs >= LOST_MS) return 'lost';
  return ageMs >= STALE_MS ? 'stale' : 'live';
}

/** An age in whole units: `9 s`, `4 min`, `2 h`. The units are the same in both languages. */
export function ageLabel(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
