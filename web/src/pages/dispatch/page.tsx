// The dispatch page: incidents and squadron at the left, the map, the detail at the right, the command line below.

import { useEffect } from 'preact/hooks';
import { t } from '../../i18n';
import { link } from '../../live/state';
import { selected } from '../../model/selection';
import { announced } from '../../ui/said';
import { AlarmStrip } from './alarm_strip';
import { AloneBanner } from './apart';
import { CommandBar } from './command_bar';
import { Detail } from './detail';
import { Help } from './help';
import { IncidentList } from './incident_list';
import { InformedStrip } from './informed';
import { onKey } from './keys';
import { LinkBanner } from './link_banner';
import { MapPane } from './map_pane';
import { Squadron } from './squadron';
import { TopBar } from './top_bar';
import { Stripes } from './training';

/** The page. */
export function DispatchPage() {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div class={`frame${link.value.state === 'down' ? ' cut-off' : ''}${selected.value ? ' has-detail' : ''}`}>
      <a class="skip" href="#command">{t('app.skip')}</a>
      <Stripes />
      <TopBar />
      <AlarmStrip />
      <LinkBanner />
      <aside class="left" aria-label={t('list.title')}>
        <AloneBanner />
        <InformedStrip />
        <IncidentList />
        <Squadron />
      </aside>
      <MapPane />
      <Detail />
      <CommandBar />
      <Help />
      <div class="unseen" role="status" aria-live="polite" id="announcer">{announced.value}</div>
    </div>
  );
}
