// What a person may ask of the server: one function a command. What happens next comes back as deltas.

import type { Accepted, AlarmAccepted, AllReturned, ApprovalView, OwnersView, Point, SeatsView, Session } from '../api.gen';
import { type Answer, get, post, remove } from './http';

const V1 = '/api/v1';

/** What one aircraft can be ordered by hand. */
export type OrderWord = 'hold' | 'return' | 'land' | 'go_to' | 'orbit' | 'follow_unit' | 'take_control' | 'hand_over' | 'keep_control' | 'release_control' | 'resume' | 'fence' | 'rally'
  | 'look_at' | 'level' | 'lock' | 'follow' | 'take_gimbal' | 'release' | 'record' | 'stop_recording';

export const whoAmI = (): Promise<Answer<Session>> => get(`${V1}/session`);
export const logIn = (role: string, station: string | null = null): Promise<Answer<Session>> =>
  post(`${V1}/session`, { role, station });

/** Where somebody can sit down. */
export const seats = (): Promise<Answer<SeatsView>> => get(`${V1}/seats`);

/** An aircraft between bureau and station. */
export const lendVehicle = (vehicle: number, say: { act: 'ask' | 'lend' | 'deny' | 'back'; station?: string; text?: string }): Promise<Answer<Accepted>> =>
  post(`${V1}/vehicles/${vehicle}/station`, say);

/** A station knows of a task from above. */
export const knowTasking = (tasking: number): Promise<Answer<Accepted>> => post(`${V1}/taskings/${tasking}/informed`);
export const logOut = (): Promise<Answer<unknown>> => remove(`${V1}/session`);

export const raiseAlarm = (kind: string, priority: number, at: Point): Promise<Answer<AlarmAccepted>> =>
  post(`${V1}/alarms`, { kind, priority, at, source: 'console' });

export const decide = (approval: ApprovalView, grant: boolean): Promise<Answer<Accepted>> =>
  post(`${V1}/approvals/${approval.id}`, { grant, mission_hash: approval.mission_hash, card_hash: approval.card_hash });

/** A zone holds from now on; every live flight is judged against it. */
export const setZone = (name: string, kind: 'keep_out' | 'no_record', ring: Point[], minutes: number | null): Promise<Answer<Accepted>> =>
  post(`${V1}/zones`, { name, kind, ring, minutes });

/** The number is that of the zone's id, `live-7`. */
export const liftZone = (number: number): Promise<Answer<Accepted>> => post(`${V1}/zones/${number}/lift`);

/** The seat of the duty commander: `take` (with `relieve` from a post that did not offer it), `hand` to another, `leave`. */
export const seat = (say: { act: 'take' | 'hand' | 'leave'; to?: string; relieve?: boolean }): Promise<Answer<Accepted>> =>
  post(`${V1}/duty`, say);

export const taskUnit = (incident: number, unit: number): Promise<Answer<Accepted>> =>
  post(`${V1}/incidents/${incident}/taskings`, { unit });

export const recallTasking = (tasking: number): Promise<Answer<Accepted>> => post(`${V1}/taskings/${tasking}/recall`);

export const reassess = (incident: number): Promise<Answer<Accepted>> => post(`${V1}/incidents/${incident}/reassess`);

/** `reason` is needed while a hop of the incident is open. */
export const closeIncident = (incident: number, outcome: string, reason: string | null = null): Promise<Answer<Accepted>> =>
  post(`${V1}/incidents/${incident}/close`, { outcome, reason });

/** The road nearest to `at` is closed, both ways; `minutes` null keeps it closed until somebody opens it. */
export const closeRoad = (at: Point, minutes: number | null): Promise<Answer<Accepted>> =>
  post(`${V1}/roads/closures`, { at, minutes });

export const openRoad = (closure: number): Promise<Answer<Accepted>> => post(`${V1}/roads/closures/${closure}/open`);

/** `callsign` is the one the button named, `epoch` the control that was shown: the server refuses others. */
export const orderVehicle = (
  id: number,
  callsign: string,
  kind: OrderWord,
  to: Point | null = null,
  radius: number | null = null,
  epoch: number | null = null,
  unit: number | null = null,
): Promise<Answer<Accepted>> => post(`${V1}/vehicles/${id}/orders`, { kind, callsign, to, radius_m: radius, epoch, unit });

/** Every aircraft in the air flies home; the answer has a line for each. */
export const allReturn = (): Promise<Answer<AllReturned>> => post(`${V1}/squadron/return`);

/** Who answers for a place. */
export const ownersOf = (at: Point): Promise<Answer<OwnersView>> => get(`${V1}/owners?lat=${at.lat}&lon=${at.lon}`);
