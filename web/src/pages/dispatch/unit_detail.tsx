// One ground unit.

import type { UnitView } from '../../api.gen';
import { t, word } from '../../i18n';
import { unitAge } from '../../live/ages';
import { second } from '../../live/clock';
import { unitName } from '../../live/names';
import { frames, movers } from '../../live/state';
import { goTo } from '../../map/view';
import { select } from '../../model/selection';
import { AgeCard, ageWords } from '../../ui/age';
import { Icon, iconFor } from '../../ui/icon';
import { CloseDetail } from './detail';
import { Fact } from './fact';
import { FollowedBy } from './follow';
import { written } from './raise';

/** The detail of a ground unit. */
export function UnitDetail({ unit }: { unit: UnitView }) {
  void [frames.value, second.value];
  const slot = movers.unitSlot(unit.id);
  const age = unitAge(unit.id);
  const at = slot >= 0 ? { lat: movers.lat[slot] ?? 0, lon: movers.lon[slot] ?? 0 } : null;
  const incident = unit.incident;
  return (
    <article aria-labelledby="unit-title" data-unit-detail={unit.id}>
      <header class="detail-head">
        <div class="detail-title">
          <h2 id="unit-title"><Icon name={iconFor(unit.kind)} /> {unitName(unit.id)}</h2>
          <span class={`unit-word ${unit.state}`}>{word('unit', unit.state)}</span>
          <span class="grow" />
          {at && <button type="button" class="icon-button" aria-label={t('incident.locate')} title={t('incident.locate')} onClick={() => goTo(at)}><Icon name="locate" /></button>}
          <CloseDetail />
        </div>
      </header>
      <AgeCard age={age} />
      <section class="card">
        <dl class="facts">
          <Fact name={t('facts.type')}>{word('unitKind', unit.kind)}</Fact>
          <Fact name={t('facts.task')}>
            {incident === null ? t('task.none') : (
              <button type="button" class="link-button" onClick={() => select({ kind: 'incident', id: incident })}>{t('task.incident', { id: incident })}</button>
            )}
          </Fact>
          {slot >= 0 && <Fact name={t('facts.speed')}>{(movers.speed[slot] ?? 0).toFixed(1)} m/s</Fact>}
          <Fact name={t('facts.age')}>{ageWords(age)}</Fact>
          {at && <Fact name={t('facts.position')}><span class="mono">{written(at)}</span></Fact>}
        </dl>
      </section>
      <FollowedBy unit={unit} />
    </article>
  );
}
