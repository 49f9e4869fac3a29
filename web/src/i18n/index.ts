// The language in use, and the page's words in it.

import { signal } from '@preact/signals';
import { en } from './en';
import { fill, type Language } from './fill';
import { type Key, zh } from './zh';

export { sentence } from './sentence';
export type { Key, Language };

const STORED = 'skyground.language';

/** The language in use. */
export const language = signal<Language>(remembered());

/** Changes the language, for this and later visits. */
export function setLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Private windows refuse storage; the choice then lasts for this visit.
  }
}

/** The sentence of a key in the language in use. */
export function t(key: Key, values?: Readonly<Record<string, string | number>>): string {
  return fill(dictionary()[key], values);
}

/** The word for a code of the server, as `kind.fire`; a code without a word shows as it is. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return key in zh ? dictionary()[key as Key] : code;
}

/** The time of day of a moment in milliseconds of UTC, as this place's clocks show it. */
export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString(language.value === 'zh' ? 'zh-CN' : 'en-GB', { hour12: false });
}

/** The one of two names the language asks for. */
export function named(local: string, chinese: string): string {
  return language.value === 'zh' ? chinese || local : local || chinese;
}

function dictionary(): Readonly<Record<Key, string>> {
  return language.value === 'zh' ? zh : en;
}

function remembered(): Language {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored === 'zh' || stored === 'en') return stored;
  } catch {
    // As above.
  }
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}
