// A sentence in a given language, for what is worked out without a page.

import { en } from './en';
import type { Language } from './fill';
import { type Key, zh } from './zh';

/** The sentence of a key in a given language. */
export function sentence(of: Language, key: Key): string {
  return (of === 'zh' ? zh : en)[key];
}
