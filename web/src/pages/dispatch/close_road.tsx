// Closing a road to ground units: a click or typed coordinates choose the place, a pick says for how long.

import { signal } from '@preact/signals';
import { t } from '../../i18n';
import { closeRoad } from '../../live/commands';
import { commandable, may } from '../../live/state';
import { type Pointing, pointAt, pointing, stopPointing } from '../../map/pointing';
import { readPoint } from '../../model/command_line';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';
import { written } from './raise';

type Closing = { wish: Pointing; where: string; minutes: number | null };
const closing = signal<Closing | null>(null);
const LASTS: readonly (number | null)[] = [30, 120, 480, null];

/** The button beside the map; absent for posts that close no roads. */
export function CloseRoadTool() {
  if (!may('dispatch')) return null;
  const label = t('road.close');
  return <button type="button" class="tool" id="close-road" aria-label={label} title={label} onClick={open}><Icon name="shut" /></button>;
}

function open(): void {
  if (closing.value) return close();
  const wish = pointAt(null);
  closing.value = { wish, where: '', minutes: 120 };
  wish.choose = (at) => {
    wish.at.value = at;
    if (closing.value) closing.value = { ...closing.value, where: written(at) };
  };
}

function close(): void {
  if (closing.value) stopPointing(closing.value.wish);
  closing.value = null;
}

/** The panel, while a road is being chosen. */
export function CloseRoadPanel() {
  const now = closing.value;
  if (!now) return null;
  if (pointing.value !== now.wish) return (closing.value = null);
  const at = readPoint(now.where);
  const type = (where: string): void => {
    closing.value = { ...now, where };
    now.wish.at.value = readPoint(where);
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!at) return;
    const answer = await closeRoad(at, now.minutes);
    report(answer, t('road.closed'));
    if (answer.ok) close();
  };
  return (
    <form class="panel go-to" aria-label={t('road.close')} onSubmit={(event) => void send(event)}>
      <header class="panel-head">
        <h2>{t('road.close')}</h2>
        <button type="button" class="icon-button" aria-label={t('order.cancel')} title={t('order.cancel')} onClick={close}><Icon name="close" /></button>
      </header>
      <p class="quiet small">{t('road.pick')}</p>
      <label class="field">
        <span>{t('order.goToCoordinates')}</span>
        <input id="close-road-where" class="mono" value={now.where} autocomplete="off" spellcheck={false} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{t('road.lasts')}</span>
        <select id="close-road-lasts" value={String(now.minutes)} onChange={(event) => (closing.value = { ...now, minutes: LASTS[event.currentTarget.selectedIndex] ?? null })}>
          {LASTS.map((minutes) => <option key={String(minutes)} value={String(minutes)}>{lasting(minutes)}</option>)}
        </select>
      </label>
      <button type="submit" class="primary wide" id="close-road-send" disabled={!at || !commandable.value}>{t('road.send')}</button>
    </form>
  );
}

function lasting(minutes: number | null): string {
  if (minutes === null) return t('road.untilOpened');
  return minutes < 60 ? t('road.minutes', { n: minutes }) : t('road.hours', { n: minutes / 60 });
}
