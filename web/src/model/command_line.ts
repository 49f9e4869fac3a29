// The command line's grammar: one letter or its Chinese alias, then a callsign, an incident or a place.
//   D unit incident   R aircraft   H aircraft   A incident   G incident, callsign or lat,lon   ?

import { numberFrom } from './number';

/** What was understood. */
export type Command =
  | { verb: 'dispatch'; who: Callsign; incident: number }
  | { verb: 'return' | 'hold'; who: Callsign }
  | { verb: 'acknowledge'; incident: number }
  | { verb: 'go'; to: Target }
  | { verb: 'help' };

/** A known aircraft or ground unit. */
export type Callsign = { kind: 'vehicle' | 'unit'; id: number };

/** Where to look. */
export type Target = Callsign | { kind: 'incident'; id: number } | { kind: 'point'; lat: number; lon: number };

/** Why a line was not understood; each has words in both languages. */
export type Fault = 'empty' | 'verb' | 'who' | 'incident' | 'place' | 'aircraft';

export type Parsed = { ok: true; command: Command } | { ok: false; fault: Fault; word: string };

/** What the parser may refer to. */
export type Known = {
  vehicles: readonly { id: number; callsign: string; callsign_zh: string }[];
  units: readonly { id: number; callsign: string; callsign_zh: string }[];
  incidents: readonly { id: number }[];
};

const VERBS: Readonly<Record<string, Command['verb']>> = {
  d: 'dispatch', 派: 'dispatch', r: 'return', 返: 'return', h: 'hold', 停: 'hold',
  a: 'acknowledge', 确: 'acknowledge', g: 'go', 去: 'go', '?': 'help', '？': 'help', 帮: 'help',
};

/** Understands one line. */
export function parse(line: string, known: Known): Parsed {
  const text = halfWidth(line).trim().replace(/^\//, '').trim();
  if (text === '') return fault('empty', '');
  const head = [...text][0] ?? '';
  const verb = VERBS[head.toLowerCase()];
  const glued = /^[a-z][a-z0-9]/i.test(text);
  if (verb === undefined || (glued && verb !== 'help')) return fault('verb', text.split(/\s+/)[0] ?? '');
  const rest = text.slice(head.length).trim();
  switch (verb) {
    case 'help':
      return { ok: true, command: { verb } };
    case 'dispatch':
      return dispatch(rest, known);
    case 'return':
    case 'hold':
      return aircraft(verb, rest, known);
    case 'acknowledge':
      return withIncident(rest, known, (incident) => ({ verb, incident }));
    case 'go':
      return go(rest, known);
  }
}

/** A callsign in either language, any spacing, leading zeros or not; bare digits are a ground unit. */
export function findCallsign(word: string, known: Known): Callsign | null {
  const wanted = folded(word);
  if (wanted === '') return null;
  const called = (one: { callsign: string; callsign_zh: string }): boolean =>
    folded(one.callsign) === wanted || folded(one.callsign_zh) === wanted;
  const vehicle = known.vehicles.find(called);
  if (vehicle) return { kind: 'vehicle', id: vehicle.id };
  const unit = known.units.find((one) => called(one) || (/^\d+$/.test(wanted) && one.id === Number(wanted)));
  return unit ? { kind: 'unit', id: unit.id } : null;
}

function dispatch(rest: string, known: Known): Parsed {
  const cut = rest.lastIndexOf(' ');
  const name = cut < 0 ? rest : rest.slice(0, cut);
  const who = findCallsign(name, known);
  if (!who) return fault('who', name);
  if (who.kind === 'vehicle') return fault('aircraft', name);
  return withIncident(cut < 0 ? '' : rest.slice(cut + 1), known, (incident) => ({ verb: 'dispatch', who, incident }));
}

function aircraft(verb: 'return' | 'hold', rest: string, known: Known): Parsed {
  const who = findCallsign(rest, known);
  return who?.kind === 'vehicle' ? { ok: true, command: { verb, who } } : fault('who', rest);
}

function withIncident(word: string, known: Known, make: (id: number) => Command): Parsed {
  const id = numberFrom(word.trim());
  return id !== null && known.incidents.some((one) => one.id === id)
    ? { ok: true, command: make(id) }
    : fault('incident', word);
}

function go(rest: string, known: Known): Parsed {
  const point = readPoint(rest);
  if (point) return { ok: true, command: { verb: 'go', to: { kind: 'point', ...point } } };
  const id = numberFrom(rest.trim());
  if (id !== null && known.incidents.some((one) => one.id === id)) {
    return { ok: true, command: { verb: 'go', to: { kind: 'incident', id } } };
  }
  const who = findCallsign(rest, known);
  return who ? { ok: true, command: { verb: 'go', to: who } } : fault('place', rest);
}

/** `47.141, 9.521` in degrees of WGS-84, or null. */
export function readPoint(text: string): { lat: number; lon: number } | null {
  const found = /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(halfWidth(text).trim());
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && found[0].includes('.') ? { lat, lon } : null;
}

function folded(word: string): string {
  return halfWidth(word).toLowerCase().replace(/[\s_-]+/g, '').replace(/(\D|^)0+(?=\d)/g, '$1');
}

/** Full-width letters, digits, spaces and commas, as a Chinese keyboard types them. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}

function fault(kind: Fault, word: string): Parsed {
  return { ok: false, fault: kind, word };
}
