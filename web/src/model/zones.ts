// A zone in words: how high it reaches, when it holds, and whether it holds now.

import type { LimitView, ZoneView } from '../api.gen';
import { fill, type Language } from '../i18n/fill';
import { sentence } from '../i18n/sentence';

/** Its name in a language. A name in both, as `Power plant 电厂`, is told in the part that fits. */
export function zoneCalled(zone: Pick<ZoneView, 'name' | 'name_zh'>, language: Language): string {
  const chinese = zone.name_zh || (zone.name.match(HAN) ?? []).join('');
  const other = zone.name.replace(HAN, '').replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
  return language === 'zh' ? chinese || zone.name : other || zone.name;
}

const HAN = /[\u4E00-\u9FFF]+/g;

/** From where to where, each with what it is measured from: `ground – 120 m AGL`. */
export function heights(zone: Pick<ZoneView, 'floor' | 'ceiling'>, language: Language): string {
  const from = zone.floor ? limit(zone.floor) : sentence(language, 'zone.ground');
  const to = zone.ceiling ? limit(zone.ceiling) : sentence(language, 'zone.noCeiling');
  return `${from} – ${to}`;
}

const limit = (one: LimitView): string => `${Math.round(one.metres)} m ${one.reference}`;

/** Whether it holds at a moment; null when that is after `told`, until when the server said. */
export function holdsAt(zone: Pick<ZoneView, 'holds_ms'>, ms: number, told: number): boolean | null {
  if (ms >= told) return null;
  return zone.holds_ms.some(([from, to]) => from <= ms && ms < to);
}

/** The next moment it begins or ends to hold, within what was told; null when none is known. */
export function changesAt(zone: Pick<ZoneView, 'holds_ms'>, ms: number, told: number): number | null {
  const moments = zone.holds_ms.flat().filter((moment) => moment > ms && moment < told);
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** The hours as the file gives them, with the words that can be said in the language said in it. */
export function hours(zone: Pick<ZoneView, 'schedule'>, language: Language): string {
  if (zone.schedule === 'always') return sentence(language, 'zone.always');
  if (language === 'en') return zone.schedule;
  return zone.schedule.replace(/\b(mon|tue|wed|thu|fri|sat|sun)\b/g, (day) => DAYS_ZH[day] ?? day).replace(/,/g, '、');
}

const DAYS_ZH: Readonly<Record<string, string>> = { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' };

/** `holds now · until 18:00` and its sisters. */
export function zoneState(zone: ZoneView, ms: number, told: number, language: Language, clock: (ms: number) => string): string {
  const holds = holdsAt(zone, ms, told);
  if (holds === null) return sentence(language, 'zone.unknown');
  const next = changesAt(zone, ms, told);
  const now = sentence(language, holds ? 'zone.holds' : 'zone.rests');
  const turn = holds ? 'zone.holdsUntil' : 'zone.restsUntil';
  return next === null ? now : `${now} · ${fill(sentence(language, turn), { time: clock(next) })}`;
}
