// The desk's own book of an incident: further calls about it, what it has to do with, notes, and what is still to be done.

import { useState } from 'preact/hooks';
import type { FollowUpView, IncidentView, ReportView } from '../../api.gen';
import { clockTime, t, word } from '../../i18n';
import { second, serverNow } from '../../live/clock';
import { addNote, checkIncident, followedUp, linkIncident, openFollowUp, setPriority, splitReport } from '../../live/desk_commands';
import type { Answer } from '../../live/http';
import { deskName, unitName } from '../../live/names';
import { commandable, incidentOf, may, openIncidents, session } from '../../live/state';
import { numbered } from '../../model/number';
import { select } from '../../model/selection';
import { report } from '../../ui/said';
import { SeverityShape } from '../../ui/severity';

const MOST_TEXT = 500;
const PRIORITIES = [1, 2, 3, 4] as const;
const MINUTES = [15, 60, 240, 1440] as const;

/** Everything of it; who may not write sees what was written. */
export function Desk({ incident, readOnly }: { incident: IncidentView; readOnly: boolean }) {
  const writes = !readOnly && may('dispatch');
  return (
    <section class="card desk" aria-labelledby="desk-title" id="desk">
      <h3 id="desk-title">{t('desk.title')}</h3>
      <Told incident={incident} />
      <Reports incident={incident} writes={writes} />
      <Links incident={incident} writes={writes} />
      <FollowUps incident={incident} writes={writes} />
      <Notes incident={incident} writes={may('dispatch')} />
    </section>
  );
}

/** The priority, as a choice for those who may judge it. */
export function Priority({ incident }: { incident: IncidentView }) {
  if (!may('dispatch') || incident.status === 'closed') return <span>{word('priority', String(incident.priority))}</span>;
  const choose = async (priority: number): Promise<void> =>
    report(await setPriority(incident.id, priority), t('desk.priorityNow', { priority: word('priority', String(priority)) }));
  return (
    <select class="inline-select" id="priority" aria-label={t('desk.priority')} value={String(incident.priority)} disabled={!commandable.value}
      onChange={(event) => void choose(Number(event.currentTarget.value))}>
      {PRIORITIES.map((one) => <option key={one} value={String(one)}>{word('priority', String(one))}</option>)}
    </select>
  );
}

function Told({ incident }: { incident: IncidentView }) {
  const { caller, escalated_ms: escalated } = incident.desk;
  return (
    <>
      {caller !== null && (
        <p class="small"><button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: caller })}>{t('desk.caller', { who: unitName(caller) })}</button></p>
      )}
      {escalated !== null && <p class="late small" role="alert">{t('desk.escalated', { time: clockTime(escalated) })}</p>}
    </>
  );
}

function Reports({ incident, writes }: { incident: IncidentView; writes: boolean }) {
  const { reports, reports_beyond: beyond } = incident.desk;
  if (reports.length === 0) return null;
  return (
    <details class="desk-part" open={reports.length < 4}>
      <summary>{t('desk.reports', { n: reports.length + beyond })}</summary>
      <ul>{reports.map((one) => <Report key={one.key} incident={incident} report={one} writes={writes} />)}</ul>
      {beyond > 0 && <p class="quiet small">{t('desk.beyond', { n: beyond })}</p>}
    </details>
  );
}

function Report({ incident, report: one, writes }: { incident: IncidentView; report: ReportView; writes: boolean }) {
  const time = clockTime(one.at_ms);
  const split = async (): Promise<void> => report(await splitReport(incident.id, one.key), t('desk.splitDone'));
  return (
    <li class="desk-row" data-report={one.key}>
      <SeverityShape priority={one.priority} />
      <span class="mono">{time}</span>
      <span>{word('source', one.source)}</span>
      <span class="grow" />
      {writes && <button type="button" class="small-button" disabled={!commandable.value} aria-label={t('desk.splitOf', { time })} title={t('desk.splitOf', { time })} onClick={() => void split()}>{t('desk.split')}</button>}
    </li>
  );
}

function Links({ incident, writes }: { incident: IncidentView; writes: boolean }) {
  const linked = incident.desk.links;
  const others = openIncidents.value.filter((one) => one.id !== incident.id && !linked.includes(one.id));
  if (linked.length === 0 && (!writes || others.length === 0)) return null;
  const link = async (other: number): Promise<void> => {
    if (other > 0) report(await linkIncident(incident.id, other), t('desk.linked', { id: other }));
  };
  return (
    <div class="desk-part desk-row">
      <span class="quiet small">{t('desk.links')}</span>
      {linked.map((id) => <button key={id} type="button" class="link-button" data-link={id} onClick={() => select({ kind: 'incident', id })}>{incidentName(id)}</button>)}
      <span class="grow" />
      {writes && others.length > 0 && (
        <select class="inline-select" id="link-to" aria-label={t('desk.linkTo')} value="0" disabled={!commandable.value} onChange={(event) => void link(Number(event.currentTarget.value))}>
          <option value="0">{t('desk.linkTo')}</option>
          {others.map((one) => <option key={one.id} value={String(one.id)}>{incidentName(one.id)}</option>)}
        </select>
      )}
    </div>
  );
}

function incidentName(id: number): string {
  const one = incidentOf(id);
  return one ? `#${numbered(id)} ${word('kind', one.kind)}` : `#${numbered(id)}`;
}

function FollowUps({ incident, writes }: { incident: IncidentView; writes: boolean }) {
  const all = incident.desk.follow_ups;
  const waits = all.filter((one) => one.done_ms === null).length;
  if (all.length === 0 && !writes) return null;
  const checked = async (): Promise<void> => report(await checkIncident(incident.id), t('desk.checked'));
  return (
    <details class="desk-part" open={waits > 0}>
      <summary>{waits > 0 ? t('desk.followUps', { n: waits }) : t('desk.noFollowUps')}</summary>
      <ul>{all.map((one) => <FollowUp key={one.number} incident={incident} one={one} />)}</ul>
      {writes && <NewFollowUp incident={incident} />}
      {writes && <button type="button" class="small-button" id="desk-check" disabled={!commandable.value} onClick={() => void checked()}>{t('desk.check')}</button>}
    </details>
  );
}

function FollowUp({ incident, one }: { incident: IncidentView; one: FollowUpView }) {
  void second.value;
  const late = one.done_ms === null && (one.is_due || one.due_ms < serverNow());
  const done = async (): Promise<void> => report(await followedUp(incident.id, one.number), t('desk.doneNow'));
  return (
    <li class="desk-row" data-follow-up={one.number}>
      <span class="desk-text">{one.text} <span class="quiet small">{deskName(one.owner)} · </span>
        <span class={late ? 'late small' : 'quiet small'}>{one.done_ms === null ? t('desk.due', { time: clockTime(one.due_ms) }) : t('desk.doneAt', { time: clockTime(one.done_ms) })}</span>
      </span>
      {one.done_ms === null && may('dispatch') && (
        <button type="button" class="small-button" disabled={!commandable.value} aria-label={t('desk.doneOf', { text: one.text })} onClick={() => void done()}>{t('desk.done')}</button>
      )}
    </li>
  );
}

function NewFollowUp({ incident }: { incident: IncidentView }) {
  const me = (session.value?.post ?? '').split('@')[0] ?? '';
  const [minutes, setMinutes] = useState<number>(60);
  return (
    <OneLine id="follow-up" label={t('desk.newFollowUp')} button={t('desk.add')} send={(text) => openFollowUp(incident.id, text, me, minutes)} done={t('desk.added')}>
      <select class="inline-select" aria-label={t('desk.within')} value={String(minutes)} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
        {MINUTES.map((one) => <option key={one} value={String(one)}>{one < 60 ? t('road.minutes', { n: one }) : t('road.hours', { n: one / 60 })}</option>)}
      </select>
    </OneLine>
  );
}

function Notes({ incident, writes }: { incident: IncidentView; writes: boolean }) {
  const { notes } = incident.desk;
  if (notes.length === 0 && !writes) return null;
  return (
    <div class="desk-part">
      <ul aria-label={t('desk.notes')}>
        {notes.map((one) => (
          <li key={`${one.at_ms} ${one.text}`} class="desk-note">
            <span class="desk-text">{one.text}</span>
            <span class="quiet small">{clockTime(one.at_ms)} · {deskName(one.by)}</span>
          </li>
        ))}
      </ul>
      {writes && <OneLine id="note" label={t('desk.newNote')} button={t('desk.write')} send={(text) => addNote(incident.id, text)} done={t('desk.written')} />}
    </div>
  );
}

type Line = { id: string; label: string; button: string; send: (text: string) => Promise<Answer<unknown>>; done: string; children?: preact.ComponentChildren };

/** One line that is sent; what was refused stays to be mended. */
function OneLine({ id, label, button, send, done, children }: Line) {
  const [text, setText] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') return;
    const answer = await send(words);
    report(answer, done);
    if (answer.ok) setText('');
  };
  return (
    <form class="one-line" onSubmit={(event) => void submit(event)}>
      <input id={id} aria-label={label} placeholder={label} maxLength={MOST_TEXT} autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {children}
      <button type="submit" class="small-button" disabled={!commandable.value || text.trim() === ''}>{button}</button>
    </form>
  );
}
