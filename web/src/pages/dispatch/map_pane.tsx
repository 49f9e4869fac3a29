// The map and what floats above it: approvals that wait, the alarm form, zoom and layers.

import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n';
import { link, world } from '../../live/state';
import { baseMissing, fitDistrict, openMap, zoomBy } from '../../map/view';
import { select } from '../../model/selection';
import { Icon } from '../../ui/icon';
import { AlarmForm } from './alarm_form';
import { ApprovalsDock } from './approvals_dock';
import { CloseRoadPanel, CloseRoadTool } from './close_road';
import { GoToPanel } from './go_to';
import { LayersButton } from './layers';

/** The middle of the page. */
export function MapPane() {
  const cut = link.value.state === 'down';
  const note = world.value?.district.terrain_note;
  return (
    <main class={`map-pane${cut ? ' stopped' : ''}`} aria-label={t('map.label')}>
      <Ground />
      <div class="map-left">
        <ApprovalsDock />
      </div>
      <div class="map-middle">
        <AlarmForm />
        <GoToPanel />
        <CloseRoadPanel />
        {baseMissing.value && <p class="panel note" role="status">{t('map.noBase')}</p>}
      </div>
      {note && <p class="terrain-note" title={note}>{t('map.flatGround')}</p>}
      <div class="map-tools">
        <button type="button" class="tool" aria-label={t('map.zoomIn')} title={t('map.zoomIn')} onClick={() => zoomBy(1)}><Icon name="plus" /></button>
        <button type="button" class="tool" aria-label={t('map.zoomOut')} title={t('map.zoomOut')} onClick={() => zoomBy(-1)}><Icon name="minus" /></button>
        <button type="button" class="tool" aria-label={t('map.fit')} title={t('map.fit')} onClick={fitDistrict}><Icon name="fit" /></button>
        <CloseRoadTool />
        <LayersButton />
        <button type="button" class="tool overview-tool" id="overview" aria-label={t('overview.title')} title={t('overview.title')} onClick={() => select({ kind: 'overview', id: '' })}><Icon name="list" /></button>
      </div>
    </main>
  );
}

/** The map's own elements; made once and never again, so that nothing here may depend on anything. */
function Ground() {
  const pane = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pane.current && canvas.current) openMap(pane.current, canvas.current);
  }, []);
  return (
    <div class="ground-stack">
      <div class="ground-map" ref={pane} />
      <canvas class="overlay" ref={canvas} aria-hidden="true" />
    </div>
  );
}
