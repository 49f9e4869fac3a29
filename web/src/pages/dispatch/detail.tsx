// The right side: the selected incident, aircraft or unit; the overview when nothing is selected.

import { useEffect } from 'preact/hooks';
import { t } from '../../i18n';
import { incidentOf, unitOf, vehicleOf, world } from '../../live/state';
import { coveredOnTheRight } from '../../map/view';
import { select, selected } from '../../model/selection';
import { Icon } from '../../ui/icon';
import { IncidentDetail } from './incident_detail';
import { Overview } from './overview';
import { PlaceDetail } from './place_detail';
import { UnitDetail } from './unit_detail';
import { VehicleDetail } from './vehicle_detail';
import { ZoneDetail } from './zone_detail';

/** On screens narrower than this the panel lies over the map. Same number as in frame.css. */
const COLUMN_FROM = 1600;

/** The panel. */
export function Detail() {
  const chosen = selected.value;
  useEffect(() => {
    const panel = document.querySelector<HTMLElement>('.detail');
    coveredOnTheRight(chosen && innerWidth < COLUMN_FROM ? (panel?.offsetWidth ?? 0) : 0);
    panel?.scrollTo({ top: 0 });
  }, [chosen?.kind, chosen?.id]);
  return (
    <aside class={`detail${chosen ? '' : ' idle'}`} aria-label={t('detail.region')} tabIndex={0}>
      {chosen ? <Chosen key={`${chosen.kind}-${chosen.id}`} /> : <Overview />}
    </aside>
  );
}

function Chosen() {
  const chosen = selected.value;
  if (chosen?.kind === 'incident') {
    const incident = incidentOf(chosen.id);
    if (incident) return <IncidentDetail incident={incident} />;
  }
  if (chosen?.kind === 'vehicle') {
    const vehicle = vehicleOf(chosen.id);
    if (vehicle) return <VehicleDetail vehicle={vehicle} />;
  }
  if (chosen?.kind === 'unit') {
    const unit = unitOf(chosen.id);
    if (unit) return <UnitDetail unit={unit} />;
  }
  if (chosen?.kind === 'zone') {
    const zone = world.value?.district.zones.find((one) => one.id === chosen.id);
    if (zone) return <ZoneDetail zone={zone} />;
  }
  if (chosen?.kind === 'overview') return <Overview closable />;
  if (chosen?.kind === 'place') return <PlaceDetail at={chosen.at} />;
  return <p class="empty">{t('incident.gone')} <CloseDetail /></p>;
}

/** Back to the overview. */
export function CloseDetail() {
  return (
    <button type="button" class="icon-button" aria-label={t('detail.close')} title={t('detail.close')} onClick={() => select(null)}>
      <Icon name="close" />
    </button>
  );
}
