// The alarm being taken: where it is, of which kind, how urgent. No free text.

import { signal } from '@preact/signals';
import type { Point } from '../../api.gen';
import { t } from '../../i18n';
import { raiseAlarm } from '../../live/commands';
import { commandable, may, world } from '../../live/state';
import { type Pointing, pointAt, stopPointing } from '../../map/pointing';
import { centre } from '../../map/view';
import { readPoint } from '../../model/command_line';
import { select } from '../../model/selection';
import { report } from '../../ui/said';

/** The kinds, each with the priority it usually has. */
export const KINDS: ReadonlyArray<{ kind: string; priority: number }> = [
  { kind: 'assault', priority: 1 }, { kind: 'officer_in_need', priority: 1 }, { kind: 'fire', priority: 1 },
  { kind: 'traffic_accident', priority: 2 }, { kind: 'crowd', priority: 2 }, { kind: 'missing_person', priority: 3 },
  { kind: 'theft', priority: 3 }, { kind: 'disturbance', priority: 4 },
];

/** What the form holds. */
export type Draft = { kind: string; priority: number; where: string; sending: boolean; fault: string };

/** The open form, if any. */
export const draft = signal<Draft | null>(null);
let wish: Pointing | null = null;

/** Opens the form at a place, or at the middle of the map. */
export function openAlarm(at: Point = centre()): void {
  if (!may('dispatch') || !commandable.value) return;
  if (draft.value) {
    moveAlarm(at);
    return;
  }
  draft.value = { kind: 'assault', priority: 1, where: written(at), sending: false, fault: '' };
  wish = pointAt(at);
  wish.choose = moveAlarm;
}

/** Closes the form; nothing is sent. */
export function closeAlarm(): void {
  if (wish) stopPointing(wish);
  wish = null;
  draft.value = null;
}

/** Changes a field. */
export function change(part: Partial<Draft>): void {
  if (!draft.value) return;
  draft.value = { ...draft.value, fault: '', ...part };
  const at = readPoint(draft.value.where);
  if (wish && at) wish.at.value = at;
}

/** Sends the alarm; on success the new incident is selected. */
export async function sendAlarm(): Promise<void> {
  const form = draft.value;
  if (!form || form.sending || !commandable.value) return;
  const at = readPoint(form.where);
  if (!at) return change({ fault: t('raise.whereBad') });
  if (outside(at)) return change({ fault: t('raise.whereOutside') });
  change({ sending: true });
  const answer = await raiseAlarm(form.kind, form.priority, at);
  report(answer, t('said.accepted'));
  if (!answer.ok) return change({ sending: false, fault: answer.problem.say || t('said.offline') });
  closeAlarm();
  select({ kind: 'incident', id: answer.value.incident });
}

function moveAlarm(at: Point): void {
  change({ where: written(at) });
}

function outside(at: Point): boolean {
  const district = world.value?.district;
  if (!district) return false;
  const { sw, ne } = district;
  return at.lat < sw.lat || at.lat > ne.lat || at.lon < sw.lon || at.lon > ne.lon;
}

/** Five decimals: about a metre. */
export const written = (at: Point): string => `${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`;
