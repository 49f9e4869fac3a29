// Sit down at a post. A demo login; real accounts come with the deployment.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t, type Key } from '../i18n';
import { sitDown } from '../live/seat';
import { learnSeats, level, stationName, stations } from '../live/seats';
import { unlockSound } from '../ui/sound';
import { refusal } from '../ui/said';
import { LanguageButton, ThemeButton } from './dispatch/toggles';
import { Stripes, TrainingTag } from './dispatch/training';

const ROLES = ['commander', 'dispatcher', 'operator', 'viewer'] as const;
const failed = signal('');
/** The station chosen; empty: the bureau. */
const where = signal('');

/** The role login. */
export function Login() {
  return (
    <main class="login">
      <Stripes />
      <header class="login-bar">
        <LanguageButton />
        <ThemeButton />
      </header>
      <section class="login-card" aria-labelledby="login-title">
        <div class="login-brand">
          <Mark />
          <h1>{t('app.name')}</h1>
          <TrainingTag />
        </div>
        <h2 id="login-title">{t('login.title')}</h2>
        <p class="quiet">{t('login.lead')}</p>
        <Where />
        <ul class="roles">
          {ROLES.map((role) => (
            <li key={role}>
              <button type="button" class="role-card" data-role={role} onClick={() => void enter(role)}>
                <b>{t(`role.${role}`)}</b>
                <span>{t(`role.${role}.can` as Key)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p class="login-error" role="alert">{failed.value}</p>
        <p class="quiet small">{t('app.trainingLong')}</p>
      </section>
    </main>
  );
}

/** At the bureau or at a station; where there are no stations there is nothing to choose. */
function Where() {
  useEffect(learnSeats, []);
  if (stations.value.length === 0) return null;
  return (
    <div class="field where">
      <label for="login-where">{t('login.where')}</label>
      <select id="login-where" value={where.value} onChange={(event) => void (where.value = event.currentTarget.value)}>
        <option value="">{level(0)}</option>
        {stations.value.map((one) => <option key={one.id} value={one.id}>{stationName(one.id)}</option>)}
      </select>
    </div>
  );
}

async function enter(role: string): Promise<void> {
  unlockSound();
  failed.value = '';
  const answer = await sitDown(role, where.value || null);
  if (!answer.ok) failed.value = t('login.failed', { say: refusal(answer) });
}

/** The product's sign. */
export function Mark() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-air" d="M16 4 25 22.5 16 18.2 7 22.5Z" />
      <rect class="mark-ground" x="10" y="25" width="12" height="3" rx="1.5" />
    </svg>
  );
}
