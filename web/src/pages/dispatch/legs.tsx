// One line a leg: what flies, what it sees, who drives there, each with its stages and its clock.

import type { IncidentView, SortieView, TaskingView, TrackView } from '../../api.gen';
import { t, word, type Key } from '../../i18n';
import { counter } from '../../i18n/fill';
import { second, serverNow } from '../../live/clock';
import { recallTasking, taskUnit } from '../../live/commands';
import { reason, unitName, vehicleName } from '../../live/names';
import { commandable, may, unitOf } from '../../live/state';
import { select } from '../../model/selection';
import { Icon, iconFor } from '../../ui/icon';
import { report } from '../../ui/said';
import { Informed } from './informed';

const FLIGHT = ['ordered', 'en_route', 'on_scene', 'returning', 'ended'];
const DRIVE = ['sent', 'received', 'acknowledged', 'en_route', 'on_scene', 'done'];
const FALLEN = new Set(['declined', 'timed_out', 'recalled']);
/** Without an acknowledgement a tasking turns amber after this long, red after twice that. */
const IMPATIENT_MS = 15_000;

/** The legs of an incident; nothing before the first one. */
export function Legs({ incident, readOnly }: { incident: IncidentView; readOnly: boolean }) {
  void second.value;
  if (!incident.sortie && !incident.track && incident.taskings.length === 0) return null;
  const posted = incident.taskings.filter((one) => isPosted(incident, one));
  const here = incident.taskings.filter((one) => !isPosted(incident, one));
  return (
    <section class="card legs" aria-labelledby="legs-title" id="legs">
      <h3 id="legs-title">{t('leg.title')}</h3>
      {incident.sortie && <Sortie sortie={incident.sortie} />}
      {incident.track && <Track track={incident.track} />}
      {here.map((one) => <Tasking key={one.id} tasking={one} incident={incident} readOnly={readOnly} />)}
      {posted.length > 0 && (
        <details id="post-legs">
          <summary>{t('serious.legs', { n: posted.length })}</summary>
          {posted.map((one) => <Tasking key={one.id} tasking={one} incident={incident} readOnly={readOnly} />)}
        </details>
      )}
    </section>
  );
}

/** Tasks at posts and muster places of a serious case are many, and told by its card; the rest leads to the scene. */
function isPosted(incident: IncidentView, tasking: TaskingView): boolean {
  return incident.serious !== null && tasking.post !== '';
}

function Sortie({ sortie }: { sortie: SortieView }) {
  return (
    <div class="leg" data-sortie={sortie.id} data-state={sortie.state}>
      <p class="leg-head">
        <Icon name="drone" />
        <button type="button" class="link-button" onClick={() => select({ kind: 'vehicle', id: sortie.vehicle })}><b>{vehicleName(sortie.vehicle)}</b></button>
        <span class="grow" />
        <Eta at={sortie.state === 'ordered' || sortie.state === 'en_route' ? sortie.eta_ms : null} />
      </p>
      <Stages all={FLIGHT} present={sortie.state} group="sortie" />
    </div>
  );
}

function Track({ track }: { track: TrackView }) {
  return (
    <div class="leg" data-track={track.id} data-state={track.state}>
      <p class="leg-head">
        <Icon name="eye" /> <b>{word('class', track.class)}</b> <span class={`tag track-${track.state}`}>{word('track', track.state)}</span>
        <span class="grow" />
        <span class="quiet small">{t('leg.accuracy', { m: Math.round(track.accuracy_m) })} · {t('leg.confidence', { p: Math.round(track.confidence * 100) })}</span>
      </p>
    </div>
  );
}

function Tasking({ tasking, incident, readOnly }: { tasking: TaskingView; incident: IncidentView; readOnly: boolean }) {
  const who = unitName(tasking.unit);
  const fallen = FALLEN.has(tasking.state);
  const moving = ['sent', 'received', 'acknowledged', 'en_route'].includes(tasking.state);
  const recall = async (): Promise<void> => report(await recallTasking(tasking.id), t('tasking.recalled'));
  return (
    <div class={`leg${fallen ? ' fallen' : ''}`} data-tasking={tasking.id} data-state={tasking.state}>
      <p class="leg-head">
        <Icon name={iconFor(unitOf(tasking.unit)?.kind ?? 'car')} />
        <button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: tasking.unit })}><b>{who}</b></button>
        <Waiting tasking={tasking} />
        <span class="grow" />
        <Eta at={moving ? tasking.eta_ms : null} />
        {!readOnly && moving && may('dispatch') && (
          <button type="button" class="small-button" disabled={!commandable.value} aria-label={t('leg.recallOf', { who })} onClick={() => void recall()}>{t('leg.recall')}</button>
        )}
      </p>
      {tasking.sends_ms !== null && <Proposed tasking={tasking} sendsAt={tasking.sends_ms} readOnly={readOnly} />}
      {tasking.escalated && <p class="late small" role="alert">{t('leg.unseen')}</p>}
      {fallen && <p class="fallen-word">{t(`tasking.${tasking.state}` as Key)}</p>}
      {!fallen && tasking.sends_ms === null && <Stages all={DRIVE} present={tasking.state} group="tasking" />}
      <p class="why">{reason(tasking.why)}{tasking.state === 'done' && incident.outcome ? ` · ${word('outcome', incident.outcome)}` : ''}<Informed tasking={tasking} /></p>
    </div>
  );
}

/** Who would go, how long somebody may still say no, and the yes. Keys 1 to 3 choose as ever. */
function Proposed({ tasking, sendsAt, readOnly }: { tasking: TaskingView; sendsAt: number; readOnly: boolean }) {
  const who = unitName(tasking.unit);
  const confirm = async (): Promise<void> => report(await taskUnit(tasking.incident, tasking.unit), t('tasking.sent'));
  const drop = async (): Promise<void> => report(await recallTasking(tasking.id), t('leg.dropped'));
  return (
    <p class="leg-proposed">
      <b>{t('leg.proposed', { time: counter(Math.max(0, (sendsAt - serverNow()) / 1000)) })}</b>
      <span class="grow" />
      {!readOnly && may('dispatch') && (
        <>
          <button type="button" class="small-button primary" disabled={!commandable.value} aria-label={t('leg.confirmOf', { who })} onClick={() => void confirm()}>{t('leg.confirm')}</button>
          <button type="button" class="small-button" disabled={!commandable.value} aria-label={t('leg.dropOf', { who })} onClick={() => void drop()}>{t('leg.drop')}</button>
        </>
      )}
    </p>
  );
}

/** How long a sent task has waited for its acknowledgement. */
function Waiting({ tasking }: { tasking: TaskingView }) {
  if (tasking.state !== 'sent' && tasking.state !== 'received') return null;
  const waited = serverNow() - tasking.sent_ms;
  const mood = waited > 2 * IMPATIENT_MS ? ' late' : waited > IMPATIENT_MS ? ' soon' : '';
  return <span class={`mono small${mood}`}>{counter(Math.max(0, waited / 1000))}</span>;
}

function Eta({ at }: { at: number | null }) {
  if (at === null) return null;
  const left = (at - serverNow()) / 1000;
  return <span class={`figure${left < -1 ? ' late' : ''}`} title={t('reco.arrival')}>{counter(left)}</span>;
}

function Stages({ all, present, group }: { all: string[]; present: string; group: 'sortie' | 'tasking' }) {
  const at = all.indexOf(present);
  return (
    <ol class="stages">
      {all.map((stage, index) => (
        <li key={stage} class={`${index <= at ? 'done' : ''}${index === at ? ' now' : ''}`} aria-current={index === at ? 'step' : undefined}>
          {t(`${group}.${stage}` as Key)}
        </li>
      ))}
    </ol>
  );
}
