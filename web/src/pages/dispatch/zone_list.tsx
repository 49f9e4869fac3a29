// All zones in the overview, so that each can be reached with the keyboard: name, heights, whether it holds now.

import type { ZoneView } from '../../api.gen';
import { language, t, word } from '../../i18n';
import { second, serverNow } from '../../live/clock';
import { world } from '../../live/state';
import { heights, holdsAt, zoneCalled } from '../../model/zones';
import { select } from '../../model/selection';

/** The card; absent in a district without zones. */
export function ZoneList() {
  const zones = world.value?.district.zones ?? [];
  if (zones.length === 0) return null;
  return (
    <section class="card zone-list">
      <h3>{t('zone.title')}</h3>
      <ul>{zones.map((zone) => <Row key={zone.id} zone={zone} />)}</ul>
    </section>
  );
}

function Row({ zone }: { zone: ZoneView }) {
  void second.value;
  const holds = holdsAt(zone, serverNow(), world.value?.district.told_until_ms ?? 0);
  const name = zoneCalled(zone, language.value);
  return (
    <li data-zone={zone.id} class={holds === false ? 'resting' : ''}>
      <button type="button" class="link" title={t('zone.show', { zone: name })} onClick={() => select({ kind: 'zone', id: zone.id })}>
        <i class={`swatch zone ${zone.kind}`} aria-hidden="true" /> {name}
      </button>
      <span class="quiet small">{word('zone', zone.kind)} · {heights(zone, language.value)}{holds === false ? ` · ${t('zone.rests')}` : ''}</span>
    </li>
  );
}
