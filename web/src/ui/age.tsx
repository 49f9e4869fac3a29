// How old a position is, in the same words everywhere.

import { t, type Key } from '../i18n';
import type { Age } from '../live/ages';
import { ageLabel } from '../model/freshness';

/** A short mark for lists: nothing while live, else the age in a dashed frame. */
export function AgeMark({ age }: { age: Age }) {
  if (age.is === 'live') return null;
  const words = ageWords(age);
  return (
    <span class={`age-mark ${age.is}`} title={words} aria-label={words}>
      {age.ms === null ? '—' : ageLabel(age.ms)}
    </span>
  );
}

/** A card for details: shown only when the position is not live. */
export function AgeCard({ age }: { age: Age }) {
  if (age.is === 'live') return null;
  return (
    <p class={`age-card ${age.is}`} role="status">
      <span>{t(`fresh.${age.is}` as Key)}</span>
      {age.ms !== null && <b>{t('fresh.ago', { age: ageLabel(age.ms) })}</b>}
    </p>
  );
}

/** The same as one sentence. */
export function ageWords(age: Age): string {
  const state = t(`fresh.${age.is}` as Key);
  return age.ms === null || age.is === 'live' ? state : `${state} ${t('fresh.ago', { age: ageLabel(age.ms) })}`;
}
