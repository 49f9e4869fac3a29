// Reasons in words. The server sends a code and values; the sentence and its units are here. A code this page does not
// know is shown as it came, never dropped. `{name|filter}`: dur seconds, who a callsign, post, line, zone, or a word group, int a whole number.

import type { Why } from '../api.gen';
import { duration, type Language } from './fill';
import { whyEn } from './why_en';
import { whyZh } from './why_zh';

/** Looks up names the values only point at. */
export type Look = {
  who: (value: string) => string;
  post: (value: string) => string;
  line: (value: string) => string;
  zone: (value: string) => string;
  station: (value: string) => string;
  word: (group: string, code: string) => string;
};

/** The reason as a sentence. */
export function sayWhy(why: Why, language: Language, look: Look): string {
  const sentences: Readonly<Record<string, string>> = language === 'zh' ? whyZh : whyEn;
  const sentence = Object.hasOwn(sentences, why.code) ? sentences[why.code] : undefined;
  if (sentence === undefined) return unknown(why);
  return sentence.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, filter?: string) =>
    said(why.values[name] ?? '–', filter, language, look),
  );
}

function said(value: string, filter: string | undefined, language: Language, look: Look): string {
  switch (filter) {
    case undefined:
      return value;
    case 'dur':
      return Number.isFinite(Number(value)) && value !== '' ? duration(Number(value), language) : value;
    case 'int':
      return value === '–' ? value : String(Math.round(Number(value)));
    case 'percent':
      return share(value);
    case 'who':
      return look.who(value);
    case 'post':
      return look.post(value);
    case 'line':
      return look.line(value);
    case 'zone':
      return look.zone(value);
    case 'station':
      return look.station(value);
    default:
      return look.word(filter, value);
  }
}

/** A share of one, or a percentage, as a percentage. */
function share(value: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return String(Math.round(number <= 1 && value.includes('.') ? number * 100 : number));
}

function unknown(why: Why): string {
  const values = Object.entries(why.values).map(([name, value]) => `${name}=${value}`);
  return [why.code, ...values].join(' ');
}
