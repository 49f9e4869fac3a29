// The incident list. It never re-sorts under a pointer or a focus; newcomers are counted and announced.

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t, word } from '../../i18n';
import { incidentOf, commandable, may, openIncidents, world } from '../../live/state';
import { arrange } from '../../model/arrange';
import { Icon } from '../../ui/icon';
import { announce } from '../../ui/said';
import { IncidentRow } from './incident_row';
import { openAlarm } from './raise';

const pointerIn = signal(false);
const focusIn = signal(false);

/** The list with its head. */
export function IncidentList() {
  const order = useRef<number[]>([]);
  const incidents = world.value?.incidents ?? [];
  const arranged = arrange(order.current, incidents, pointerIn.value || focusIn.value);
  order.current = arranged.ids;
  useAnnouncements(incidents.map((one) => one.id));
  return (
    <section class="list incidents" aria-labelledby="incidents-title">
      <header class="list-head">
        <h2 id="incidents-title">{t('list.title')}</h2>
        <span class="quiet" id="open-count">{t('list.open', { n: openIncidents.value.length })}</span>
        <span class="grow" />
        {arranged.waiting > 0 && (
          <button type="button" class="new-rows" onClick={() => void ((pointerIn.value = false), (focusIn.value = false))}>
            {t('list.waiting', { n: arranged.waiting })}
          </button>
        )}
        {may('dispatch') && (
          <button type="button" class="primary small-button" id="raise" disabled={!commandable.value} title={t('list.raiseKey')} onClick={() => openAlarm()}>
            <Icon name="plus" />{t('list.raise')} <kbd>N</kbd>
          </button>
        )}
      </header>
      <ul
        class="rows" onPointerEnter={() => void (pointerIn.value = true)} onPointerLeave={() => void (pointerIn.value = false)}
        onFocusIn={(event) => void (focusIn.value = (event.target as HTMLElement).matches(':focus-visible'))}
        onFocusOut={() => void (focusIn.value = false)}
      >
        {arranged.ids.map((id) => {
          const incident = incidentOf(id);
          return incident ? <IncidentRow key={id} incident={incident} /> : null;
        })}
      </ul>
      {incidents.length === 0 && <p class="empty">{t('list.empty')}</p>}
    </section>
  );
}

/** Says each new incident once to a screen reader. */
function useAnnouncements(ids: number[]): void {
  const known = useRef<Set<number> | null>(null);
  const text = ids.join(',');
  useEffect(() => {
    const before = known.current;
    known.current = new Set(ids);
    if (!before) return;
    for (const id of ids.filter((one) => !before.has(one))) {
      const one = incidentOf(id);
      if (one) announce(t('list.arrived', { id, kind: word('kind', one.kind), place: one.place }));
    }
  }, [text]);
}
