// Numbers of incidents as people say them. What a station numbered while it was alone is from its own range: "3-12" is the
// twelfth of the third station.

/** The stations' ranges begin here, and are so wide; the same figures as in the core's partition.rs. */
const STATIONS = 2 ** 31;
const WIDE = 2 ** 23;

/** The number as it is shown. */
export function numbered(id: number): string {
  if (id < STATIONS) return String(id);
  const beyond = id - STATIONS;
  return `${Math.floor(beyond / WIDE) + 1}-${beyond % WIDE}`;
}

/** The number behind what somebody typed, with or without the mark; null when it is none. */
export function numberFrom(word: string): number | null {
  const found = /^#?(?:(\d{1,3})-)?(\d{1,9})$/.exec(word);
  if (!found) return null;
  const [station, number] = [found[1], Number(found[2])];
  return station === undefined ? number : STATIONS + (Number(station) - 1) * WIDE + number;
}
