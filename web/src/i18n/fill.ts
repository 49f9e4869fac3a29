// Puts values into sentences, and says durations.

import { numbered } from '../model/number';

/** The languages of the page. */
export type Language = 'zh' | 'en';

/** `{name}` becomes the value; one that is missing stays visible. */
export function fill(sentence: string, values?: Readonly<Record<string, string | number>>): string {
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => said(name, values[name]) ?? whole);
}

/** Incidents are said by their numbers. */
function said(name: string, value: string | number | undefined): string | undefined {
  return typeof value === 'number' && (name === 'id' || name === 'incident') ? numbered(value) : value?.toString();
}

/** The names a sentence asks for, sorted. */
export function asks(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)(?:\|\w+)?\}/g)].map((found) => found[1] ?? '').sort();
}

/** Seconds in words: `45 s`, `2 min 05 s`. */
export function duration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const [minute, second] = language === 'zh' ? ['分', '秒'] : ['min', 's'];
  if (whole < 90) return `${whole} ${second}`;
  return `${Math.floor(whole / 60)} ${minute} ${String(whole % 60).padStart(2, '0')} ${second}`;
}

/** Seconds as a counter: `01:26`, `1:02:03`; a negative one shows as `+00:12`, overdue. */
export function counter(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const text = hours > 0 ? `${hours}:${rest}` : rest;
  return seconds <= -1 ? `+${text}` : text;
}
