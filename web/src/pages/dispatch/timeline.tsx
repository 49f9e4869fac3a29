// Every hop of the incident: when, what, who, and why in words. The latest is at the bottom, as it happened.

import type { HopView, IncidentView } from '../../api.gen';
import { clockTime, t } from '../../i18n';
import { hopName, reason, whoName } from '../../live/names';

/** The story. */
export function Timeline({ incident }: { incident: IncidentView }) {
  return (
    <section class="card timeline" aria-labelledby="timeline-title" id="timeline">
      <h3 id="timeline-title">{t('timeline.title')} <span class="count">{incident.timeline.length}</span></h3>
      {incident.timeline.length === 0 && <p class="quiet">{t('timeline.empty')}</p>}
      <ol>{incident.timeline.map((hop) => <Hop key={hop.seq} hop={hop} />)}</ol>
    </section>
  );
}

function Hop({ hop }: { hop: HopView }) {
  const at = new Date(hop.at_ms);
  const time = clockTime(hop.at_ms);
  return (
    <li data-hop={hop.kind}>
      <time class="mono" dateTime={at.toISOString()}>{time}</time>
      <span class="hop-what"><b>{hopName(hop.kind)}</b> <span class="hop-who">{whoName(hop.who)}</span></span>
      <span class="hop-why">{reason(hop.why)}</span>
    </li>
  );
}
