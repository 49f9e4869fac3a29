// Tasks that were given to a station's units from above: the station is informed, and says that it knows.

import type { IncidentView, TaskingView } from '../../api.gen';
import { t, word } from '../../i18n';
import { knowTasking } from '../../live/commands';
import { postName, unitName } from '../../live/names';
import { level } from '../../live/seats';
import { commandable, may, session, world } from '../../live/state';
import { numbered } from '../../model/number';
import { select } from '../../model/selection';
import { report } from '../../ui/said';

const OVER = new Set(['done', 'declined', 'timed_out', 'recalled']);

/** Over the incident list of a station: what is under way and none of its posts has seen. */
export function InformedStrip() {
  const station = session.value?.station;
  if (!station) return null;
  const unseen = (world.value?.incidents ?? []).flatMap((incident) => incident.taskings
    .filter((one) => one.informed?.station === station && one.informed.seen_ms === null && !OVER.has(one.state))
    .map((tasking) => ({ incident, tasking })));
  if (unseen.length === 0) return null;
  return (
    <section class="informed" aria-labelledby="informed-title">
      <h2 id="informed-title">{t('level.fromAbove', { bureau: level(0) })} <span class="count">{t('level.unseen', { n: unseen.length })}</span></h2>
      <ul class="rows">{unseen.map(({ incident, tasking }) => <Row key={tasking.id} incident={incident} tasking={tasking} />)}</ul>
    </section>
  );
}

function Row({ incident, tasking }: { incident: IncidentView; tasking: TaskingView }) {
  return (
    <li class="informed-row" data-informed={tasking.id}>
      <button type="button" class="link-button" onClick={() => select({ kind: 'incident', id: incident.id })}>
        <b>{unitName(tasking.unit)}</b> → {word('kind', incident.kind)} <span class="mono">#{numbered(incident.id)}</span>
      </button>
      <span class="grow" />
      <Knows tasking={tasking} />
    </li>
  );
}

/** Whether the unit's station knows; for its posts, the button that says so. */
export function Informed({ tasking }: { tasking: TaskingView }) {
  const told = tasking.informed;
  if (!told) return null;
  const words = t(told.seen_ms === null ? 'level.informed' : 'level.informedSeen', { station: postName(told.station) });
  return <span data-informed-state={told.seen_ms === null ? 'told' : 'seen'}> · {words} <Knows tasking={tasking} /></span>;
}

function Knows({ tasking }: { tasking: TaskingView }) {
  const told = tasking.informed;
  if (!told || told.seen_ms !== null || told.station !== session.value?.station || !may('dispatch')) return null;
  const knows = async (): Promise<void> => report(await knowTasking(tasking.id), t('level.sawDone'));
  return (
    <button type="button" class="small-button" disabled={!commandable.value} aria-label={t('level.sawOf', { who: unitName(tasking.unit) })} onClick={() => void knows()}>{t('level.saw')}</button>
  );
}
