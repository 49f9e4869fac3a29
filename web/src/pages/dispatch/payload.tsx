// What hangs under one aircraft: where its camera looks, who controls it, whether it records, and where its pictures are.
// Not to record goes at once and is always there; what the rule forbids, the server says with its reason.

import type { CameraView, GimbalView, StreamView, VehicleView } from '../../api.gen';
import { t, word } from '../../i18n';
import { counter } from '../../i18n/fill';
import { serverNow } from '../../live/clock';
import { vehicleName } from '../../live/names';
import { commandable, may } from '../../live/state';
import { HoldButton } from '../../ui/hold_button';
import { Fact } from './fact';
import { openGoTo } from './go_to';
import { order, OrderState } from './orders';

const HOLD_MS = 1_000;
/** What needs no place and no hold: any of them can be undone by another. */
const TURNS = ['level', 'lock', 'follow', 'release'] as const;

/** The payload of an aircraft; nothing for one that has told of none. */
export function Payload({ vehicle }: { vehicle: VehicleView }) {
  const payload = vehicle.payload;
  if (!payload) return null;
  const { camera, gimbal } = payload;
  return (
    <section class="card payload" aria-labelledby="payload-title">
      <h3 id="payload-title">{t('payload.title')}{camera?.name ? ` · ${camera.name}` : ''}</h3>
      {camera && <Recording camera={camera} />}
      <dl class="facts">
        {gimbal && <Fact name={t('payload.control')}><span data-gimbal={gimbal.control}>{t(`payload.control.${control(gimbal)}`, { by: String(gimbal.by ?? '') })}</span></Fact>}
        {gimbal && <Fact name={t('payload.looks')}>{looks(gimbal)}</Fact>}
        {camera?.room_mib != null && <Fact name={t('payload.room')}>{(camera.room_mib / 1024).toFixed(1)} GiB</Fact>}
        {camera?.streams.map((stream) => <Stream stream={stream} key={stream.number} />)}
      </dl>
      {payload.order && <OrderState order={payload.order} />}
      {may('order') && <Buttons vehicle={vehicle} camera={camera} gimbal={gimbal} />}
    </section>
  );
}

const CONTROLS = ['ours', 'free', 'other'] as const;
const control = (gimbal: GimbalView): (typeof CONTROLS)[number] | 'unknown' => CONTROLS.find((one) => one === gimbal.control) ?? 'unknown';

function looks(gimbal: GimbalView): string {
  if (gimbal.pitch_deg === null || gimbal.yaw_deg === null) return '–';
  return t('payload.angles', { pitch: String(gimbal.pitch_deg), yaw: String(gimbal.yaw_deg) }) + (gimbal.locked ? ` · ${t('payload.locked')}` : '');
}

function Recording({ camera }: { camera: CameraView }) {
  if (!camera.records) return null;
  const state = camera.recording === null ? 'unknown' : camera.recording ? 'on' : 'off';
  const since = camera.recording && camera.since_ms !== null ? counter(Math.max(0, (serverNow() - camera.since_ms) / 1000)) : '';
  return (
    <p class={camera.breached ? 'fault' : ''} role="status" data-recording={state}>
      {camera.recording && <span class="rec-dot" aria-hidden="true" />}
      {t(`payload.recording.${state}`)} <span class="mono">{since}</span>
      {camera.breached && <> · {t('payload.breached')}</>}
    </p>
  );
}

function Stream({ stream }: { stream: StreamView }) {
  const name = [stream.name || t('payload.stream', { number: String(stream.number) }), stream.thermal ? t('payload.thermal') : '', stream.size].filter(Boolean).join(' · ');
  // Text to be copied into a player, never a link: it came over the air.
  return (
    <Fact name={name}>
      <span class="mono stream" data-stream={stream.number}>{stream.uri}</span>
      {!stream.running && <span class="quiet"> {t('payload.notRunning')}</span>}
    </Fact>
  );
}

function Buttons({ vehicle, camera, gimbal }: { vehicle: VehicleView; camera: CameraView | null; gimbal: GimbalView | null }) {
  const who = vehicleName(vehicle.id);
  const off = !commandable.value || vehicle.doubt !== null;
  const target = String(vehicle.id);
  return (
    <div class="order-buttons">
      {camera?.records && (camera.recording
        ? <button type="button" id="payload-stop" disabled={off} onClick={() => void order(vehicle, 'stop_recording')}>{t('payload.stop', { who })}</button>
        : <HoldButton id="payload-record" label={t('payload.record', { who })} target={target} holdMs={HOLD_MS} tone="plain" disabled={off} onFire={() => void order(vehicle, 'record')}>{t('payload.record', { who })}</HoldButton>)}
      {gimbal?.control === 'other' && (
        <HoldButton id="payload-take" label={t('payload.take', { who })} target={target} holdMs={HOLD_MS} tone="plain" disabled={off} onFire={() => void order(vehicle, 'take_gimbal')}>{t('payload.take', { who })}</HoldButton>
      )}
      {gimbal && gimbal.control !== 'other' && (
        <>
          <button type="button" id="payload-look" disabled={off} onClick={() => openGoTo(vehicle, 'look_at')}>{t('payload.look', { who })}</button>
          {TURNS.map((kind) => (
            <button type="button" id={`payload-${kind}`} key={kind} disabled={off} onClick={() => void order(vehicle, kind)}>{word('order.kind', kind)}</button>
          ))}
        </>
      )}
    </div>
  );
}
