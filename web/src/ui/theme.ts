// Night or day colours.

import { signal } from '@preact/signals';

/** The colour schemes. */
export type Theme = 'dark' | 'light';

const STORED = 'skyground.theme';

/** The scheme in use. */
export const theme = signal<Theme>(remembered());

/** Changes the scheme, for this and later visits. */
export function setTheme(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Private windows refuse storage; the choice then lasts for this visit.
  }
}

function remembered(): Theme {
  try {
    return localStorage.getItem(STORED) === 'light' ? 'light' : 'dark';
  } catch {
    return 'dark';
  }
}
