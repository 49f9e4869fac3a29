// A serious case: rings of posts that are raised one by one, circles of seats round the scene, the reserve. Nobody is sent
// before a person raises a ring, names a unit or calls a block.

import { useState } from 'preact/hooks';
import type { BlockView, IncidentView, SeatCircleView, SeriousView } from '../../api.gen';
import { clockTime, t, word } from '../../i18n';
import { serious } from '../../live/desk_commands';
import { deskName, unitName } from '../../live/names';
import { commandable, may, session } from '../../live/state';
import { nearestFree } from '../../model/nearest';
import { select } from '../../model/selection';
import { HoldButton } from '../../ui/hold_button';
import { report } from '../../ui/said';
import { Ring } from './rings';

const HOLD_MS = 1_000;

/** The card of an incident that is a serious case, or the way to make it one. */
export function Serious({ incident, readOnly }: { incident: IncidentView; readOnly: boolean }) {
  const acts = !readOnly && may('dispatch') && session.value?.station === null;
  const held = incident.serious;
  if (!held) return acts ? <Declare incident={incident} /> : null;
  const isOver = held.over_ms !== null;
  return (
    <section class="card serious" aria-labelledby="serious-title" id="serious" data-serious={isOver ? 'over' : 'stands'}>
      <h3 id="serious-title">{t('serious.title')}</h3>
      <p class="quiet small">
        {t('serious.declared', { time: clockTime(held.declared_ms), post: deskName(held.by) })}
        {held.over_ms !== null && ` · ${t('serious.over', { time: clockTime(held.over_ms) })}`}
      </p>
      {held.rings.map((ring) => <Ring key={ring.ring} incident={incident} ring={ring} acts={acts && !isOver} />)}
      <Scene incident={incident} held={held} acts={acts && !isOver} />
      {held.reserve.map((block) => <Block key={block.name} incident={incident} block={block} acts={acts && !isOver} />)}
      {acts && !isOver && <StandDown incident={incident} />}
    </section>
  );
}

function Declare({ incident }: { incident: IncidentView }) {
  const declare = async (): Promise<void> => report(await serious(incident.id, { act: 'declare' }), t('serious.declaredNow'));
  return (
    <details class="card serious">
      <summary>{t('serious.maybe')}</summary>
      <p class="quiet small">{t('serious.what')}</p>
      <HoldButton id="serious-declare" label={t('serious.declareOf', { id: incident.id })} target={String(incident.id)} holdMs={HOLD_MS} tone="plain" disabled={!commandable.value} onFire={() => void declare()}>{t('serious.declare')}</HoldButton>
    </details>
  );
}

function StandDown({ incident }: { incident: IncidentView }) {
  const down = async (): Promise<void> => report(await serious(incident.id, { act: 'stand_down' }), t('serious.stoodDown'));
  return (
    <HoldButton id="serious-down" label={t('serious.standDownOf', { id: incident.id })} target={String(incident.id)} holdMs={HOLD_MS} tone="danger" disabled={!commandable.value} onFire={() => void down()}>{t('serious.standDown')}</HoldButton>
  );
}

/** Who stands in which circle, and another unit for it. */
function Scene({ incident, held, acts }: { incident: IncidentView; held: SeriousView; acts: boolean }) {
  return (
    <div class="serious-part">
      <h4>{t('serious.scene')}</h4>
      {held.seats.map((circle) => <Circle key={circle.name} circle={circle} />)}
      {acts && <Scenes incident={incident} />}
    </div>
  );
}

function Circle({ circle }: { circle: SeatCircleView }) {
  const taken = circle.seats.filter((seat) => seat.unit !== null).length;
  return (
    <details data-circle={circle.name}>
      <summary>
        {word('serious.circle', circle.name)} · {Math.round(circle.radius_m)} m · {t('serious.seats', { n: taken, of: circle.seats.length })}
        {circle.is_short && <b class="late small"> {t('serious.short')}</b>}
      </summary>
      <ul>
        {circle.seats.map((seat, number) => (
          <li key={number} class="desk-row">
            <span>{word('serious.role', seat.role)}</span><span class="grow" />
            {seat.unit === null ? <span class="quiet">{t('serious.empty')}</span> : <UnitLink unit={seat.unit} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A unit for the scene, of those that are free the nearest. */
function Scenes({ incident }: { incident: IncidentView }) {
  const [chosen, choose] = useState(0);
  const near = nearestFree(incident.at);
  const unit = near.find((one) => one.id === chosen) ?? near[0];
  if (!unit) return null;
  const send = async (): Promise<void> => report(await serious(incident.id, { act: 'scene', unit: unit.id }), t('tasking.sent'));
  return (
    <form class="one-line" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <select class="inline-select" id="scene-unit" aria-label={t('serious.toScene')} value={String(unit.id)} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {near.map((one) => <option key={one.id} value={String(one.id)}>{t('serious.near', { who: unitName(one.id), m: Math.round(one.metres) })}</option>)}
      </select>
      <button type="submit" class="small-button" id="scene-send" disabled={!commandable.value}>{t('serious.toScene')}</button>
    </form>
  );
}

function UnitLink({ unit }: { unit: number }) {
  return <button type="button" class="link-button" onClick={() => select({ kind: 'unit', id: unit })}>{unitName(unit)}</button>;
}

/** A block of the reserve: a dispatcher asks, a commander calls. */
function Block({ incident, block, acts }: { incident: IncidentView; block: BlockView; acts: boolean }) {
  const there = block.members.filter((one) => one.state === 'arrived').length;
  const called = block.state === 'called';
  return (
    <div class="serious-part" data-block={block.name} data-state={block.state}>
      <h4>{t('serious.block', { name: block.name })}</h4>
      <p class="small">{called ? t('serious.called', { place: block.place, n: there, of: block.members.length }) : t(`serious.block.${block.state as 'idle' | 'asked' | 'home'}`, { n: block.members.length })}</p>
      {called && <ul class="members">{block.members.map((one) => <li key={one.unit} class="desk-row"><UnitLink unit={one.unit} /><span class="grow" /><span class={one.state === 'missing' ? 'late small' : 'quiet small'}>{word('muster', one.state)}</span></li>)}</ul>}
      {acts && <BlockActs incident={incident} block={block} />}
    </div>
  );
}

function BlockActs({ incident, block }: { incident: IncidentView; block: BlockView }) {
  const commands = may('approve');
  const say = async (act: 'call_reserve' | 'send_home', done: string): Promise<void> => report(await serious(incident.id, { act, block: block.name }), done);
  const target = `${incident.id} ${block.name}`;
  const off = !commandable.value;
  const missing = block.state === 'called' && block.missing > 0;
  const calls = commands && (block.state !== 'called' || missing);
  const label = t(missing ? 'serious.callAgain' : 'serious.call', { name: block.name, n: missing ? block.missing : block.members.length });
  return (
    <>
      {calls && <HoldButton label={label} target={target} holdMs={HOLD_MS} tone="plain" disabled={off} onFire={() => void say('call_reserve', t('serious.calledNow'))}>{label}</HoldButton>}
      {!commands && (block.state === 'idle' || block.state === 'home') && <button type="button" class="small-button" disabled={off} onClick={() => void say('call_reserve', t('serious.askedNow'))}>{t('serious.ask', { name: block.name })}</button>}
      {block.state === 'called' && <HoldButton label={t('serious.sendHome', { name: block.name })} target={target} holdMs={HOLD_MS} tone="plain" disabled={off} onFire={() => void say('send_home', t('serious.homeNow'))}>{t('serious.sendHome', { name: block.name })}</HoldButton>}
    </>
  );
}
