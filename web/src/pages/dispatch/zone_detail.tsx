// One zone: how high it reaches, when it holds, who decides over it, and why it is there.

import type { ZoneView } from '../../api.gen';
import { clockTime, language, t, word } from '../../i18n';
import { second, serverNow } from '../../live/clock';
import { world } from '../../live/state';
import { goTo } from '../../map/view';
import { heights, holdsAt, hours, zoneCalled, zoneState } from '../../model/zones';
import { Icon } from '../../ui/icon';
import { CloseDetail } from './detail';
import { Fact } from './fact';

/** The detail of a zone. */
export function ZoneDetail({ zone }: { zone: ZoneView }) {
  void second.value;
  const told = world.value?.district.told_until_ms ?? 0;
  const first = zone.ring[0];
  return (
    <article aria-labelledby="zone-title" data-zone-detail={zone.id}>
      <header class="detail-head">
        <div class="detail-title">
          <h2 id="zone-title"><i class={`swatch zone ${zone.kind}`} aria-hidden="true" /> {zoneCalled(zone, language.value)}</h2>
          <span class="grow" />
          {first && <button type="button" class="icon-button" aria-label={t('incident.locate')} title={t('incident.locate')} onClick={() => goTo(first)}><Icon name="locate" /></button>}
          <CloseDetail />
        </div>
      </header>
      <section class="card">
        <dl class="facts">
          <Fact name={t('zone.kind')}>{word('zone', zone.kind)}</Fact>
          <Fact name={t('zone.heights')}><span class="mono">{heights(zone, language.value)}</span></Fact>
          <Fact name={t('zone.hours')}>{hours(zone, language.value)}</Fact>
          <Fact name={t('zone.now')}>
            <b class={holdsAt(zone, serverNow(), told) === false ? 'quiet' : ''}>{zoneState(zone, serverNow(), told, language.value, clockTime)}</b>
          </Fact>
          {zone.holes.length > 0 && <Fact name={t('zone.area')}>{zone.holes.length}</Fact>}
          {zone.authority && <Fact name={t('zone.authority')}>{zone.authority}</Fact>}
          {zone.reason && <Fact name={t('zone.reason')}>{zone.reason}</Fact>}
        </dl>
      </section>
    </article>
  );
}
