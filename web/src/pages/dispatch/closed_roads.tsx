// The roads that are closed, in the overview: which, until when, by whom, and a button that opens each.

import type { ClosureView } from '../../api.gen';
import { clockTime, t } from '../../i18n';
import { openRoad } from '../../live/commands';
import { commandable, may, world } from '../../live/state';
import { goTo } from '../../map/view';
import { Icon } from '../../ui/icon';
import { report } from '../../ui/said';

/** The card; absent when every road is open. */
export function ClosedRoads() {
  const closures = world.value?.closures ?? [];
  if (closures.length === 0) return null;
  return (
    <section class="card closed-roads">
      <h3>{t('road.title')}</h3>
      <ul>{closures.map((one) => <Row key={one.id} one={one} />)}</ul>
    </section>
  );
}

function Row({ one }: { one: ClosureView }) {
  const name = one.road || t('road.unnamed');
  const until = one.until_ms === null ? t('road.untilOpened') : t('road.until', { time: clockTime(one.until_ms) });
  const open = async (): Promise<void> => report(await openRoad(one.id), t('road.opened', { road: name }));
  return (
    <li data-closure={one.id}>
      <button type="button" class="link" title={t('incident.locate')} onClick={() => goTo(one.at, 15)}>{name}</button>
      <span class="quiet small">{until} · {one.by}</span>
      {may('dispatch') && (
        <button type="button" class="icon-button" disabled={!commandable.value} aria-label={t('road.open', { road: name })} title={t('road.open', { road: name })} onClick={() => void open()}>
          <Icon name="check" />
        </button>
      )}
    </li>
  );
}
