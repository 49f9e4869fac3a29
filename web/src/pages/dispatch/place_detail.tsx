// A place on the map where nothing stands: both owners of the ground, and the rule that says who acts.

import { useEffect, useState } from 'preact/hooks';
import type { OwnersView, OwnerView, Point } from '../../api.gen';
import { named, t, word } from '../../i18n';
import { fill } from '../../i18n/fill';
import { ownersOf } from '../../live/commands';
import { refusal } from '../../ui/said';
import { CloseDetail } from './detail';
import { Fact } from './fact';
import { written } from './raise';

/** The detail of a place. */
export function PlaceDetail({ at }: { at: Point }) {
  const [owners, setOwners] = useState<OwnersView | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    let current = true;
    void ownersOf(at).then((answer) => {
      if (!current) return;
      if (answer.ok) setOwners(answer.value);
      else setFault(refusal(answer));
    });
    return () => void (current = false);
  }, []);
  return (
    <article aria-labelledby="place-title" data-place-detail={written(at)}>
      <header class="detail-head">
        <div class="detail-title"><h2 id="place-title">{t('place.title')}</h2><span class="grow" /><CloseDetail /></div>
      </header>
      <section class="card">
        <dl class="facts">
          <Fact name={t('facts.position')}><span class="mono">{written(at)}</span></Fact>
          {owners && <Owners owners={owners} />}
        </dl>
        {!owners && <p class="quiet small" role="status">{fault || t('place.asking')}</p>}
      </section>
    </article>
  );
}

function Owners({ owners }: { owners: OwnersView }) {
  const acts = owners.police ?? owners.civil;
  const away = owners.away_m === null ? '' : `${(owners.away_m / 1000).toFixed(1)} km`;
  return (
    <>
      <Fact name={t('place.police')}>{areaName(owners.police)}</Fact>
      <Fact name={t('place.civil')}>{areaName(owners.civil)}</Fact>
      <Fact name={t('place.acts')}><b>{acts ? named(acts.owner, acts.owner_zh) : t('place.nobody')}</b></Fact>
      <Fact name={t('place.rule')}>{fill(word('place.rule', owners.rule), { away })}</Fact>
    </>
  );
}

const areaName = (one: OwnerView | null): string => (one ? named(one.name, one.name_zh) : t('place.nobody'));
