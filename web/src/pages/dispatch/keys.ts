// The page's keys. None fires while somebody types, and none during a composition of Chinese text.

import { openIncidents, may, waitingApprovals, world } from '../../live/state';
import { pointing, stopPointing } from '../../map/pointing';
import { inOrder } from '../../model/arrange';
import { select, selected } from '../../model/selection';
import { acknowledge } from './alarm_strip';
import { helpOpen } from './help';
import { closeAlarm, draft, openAlarm } from './raise';
import { taskOption } from './recommendation';

/** True while an input method composes: Enter then belongs to it, not to the page. */
export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** One key of the whole page. */
export function onKey(event: KeyboardEvent): void {
  if (composing(event) || event.defaultPrevented) return;
  if (event.key === 'F8') return act(event, () => acknowledge());
  if (event.key === 'F2') return act(event, nextApproval);
  if (event.key === 'Escape') return escape();
  if (event.key.toLowerCase() === 'k' && event.ctrlKey) return act(event, focusCommand);
  if (typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === '/') act(event, focusCommand);
  else if (event.key === '?') act(event, () => void (helpOpen.value = true));
  else if (event.key.toLowerCase() === 'n' && may('dispatch')) act(event, () => openAlarm());
  else if (event.key.toLowerCase() === 'j') act(event, () => step(1));
  else if (event.key.toLowerCase() === 'k') act(event, () => step(-1));
  else if (/^[123]$/.test(event.key) && may('dispatch')) act(event, () => taskOption(Number(event.key) - 1));
}

function act(event: KeyboardEvent, what: () => void): void {
  event.preventDefault();
  what();
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select');

function focusCommand(): void {
  document.getElementById('command')?.focus();
}

function escape(): void {
  if (helpOpen.value) helpOpen.value = false;
  else if (draft.value) closeAlarm();
  else if (pointing.value) stopPointing(pointing.value);
  else if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  else select(null);
}

function step(by: number): void {
  const ids = inOrder(openIncidents.value.length > 0 ? openIncidents.value : (world.value?.incidents ?? []));
  const present = selected.value?.kind === 'incident' ? ids.indexOf(selected.value.id) : -1;
  const next = ids[Math.min(ids.length - 1, Math.max(0, present + by))];
  if (next === undefined) return;
  select({ kind: 'incident', id: next });
  document.querySelector(`[data-incident="${next}"]`)?.scrollIntoView({ block: 'nearest' });
}

let approvalAt = -1;
function nextApproval(): void {
  const all = waitingApprovals.value;
  if (all.length === 0) return;
  approvalAt = (approvalAt + 1) % all.length;
  const next = all[approvalAt];
  if (next?.incident != null) select({ kind: 'incident', id: next.incident });
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-approval="${next?.id}"] button`)?.focus());
}
