// What each command of the command line does. Commands that need a held hand only select; the hand is still needed.

import type { Point } from '../../api.gen';
import { t, type Key } from '../../i18n';
import { orderVehicle, taskUnit } from '../../live/commands';
import { unitName, vehicleName } from '../../live/names';
import { commandable, incidentOf, may, movers, vehicleOf } from '../../live/state';
import { goTo } from '../../map/view';
import type { Callsign, Command, Parsed, Target } from '../../model/command_line';
import { numbered } from '../../model/number';
import { select } from '../../model/selection';
import { report, say } from '../../ui/said';
import { acknowledge } from './alarm_strip';
import { helpOpen } from './help';

/** What Enter would do, in words. */
export function preview(command: Command): string {
  return t(`cmd.preview.${command.verb}`, named(command));
}

/** Why a line was not understood, in words. */
export function faultWords(parsed: Extract<Parsed, { ok: false }>): string {
  return t(`cmd.fault.${parsed.fault}` as Key, { word: parsed.word });
}

/** Does it; true when the line may be cleared. */
export async function run(command: Command): Promise<boolean> {
  if ((command.verb === 'dispatch' && !may('dispatch')) || ((command.verb === 'hold' || command.verb === 'return') && !may('order'))) {
    return refuse('cmd.fault.role');
  }
  switch (command.verb) {
    case 'dispatch':
      if (!commandable.value) return refuse('cmd.fault.link');
      return sent(await taskUnit(command.incident, command.who.id), command);
    case 'hold': {
      if (!commandable.value) return refuse('cmd.fault.link');
      const callsign = vehicleOf(command.who.id)?.callsign ?? '';
      return sent(await orderVehicle(command.who.id, callsign, 'hold'), command);
    }
    case 'return':
      select({ kind: 'vehicle', id: command.who.id });
      requestAnimationFrame(() => document.getElementById('order-return')?.focus());
      return done(command);
    case 'acknowledge':
      acknowledge(`incident-${command.incident}`);
      return done(command);
    case 'go':
      return go(command.to) ? done(command) : refuse('fresh.never');
    case 'help':
      helpOpen.value = true;
      return true;
  }
}

/** Selects the thing and moves the map there; false when nobody knows where it is. */
function go(to: Target): boolean {
  if (to.kind !== 'point') select({ kind: to.kind, id: to.id });
  const at = placeOf(to);
  if (at) goTo(at, 15);
  return at !== undefined;
}

function placeOf(to: Target): Point | undefined {
  if (to.kind === 'point') return to;
  if (to.kind === 'incident') return incidentOf(to.id)?.at;
  const slot = to.kind === 'vehicle' ? movers.slot(to.id) : movers.unitSlot(to.id);
  return slot < 0 ? undefined : { lat: movers.lat[slot] ?? 0, lon: movers.lon[slot] ?? 0 };
}

function named(command: Command): Record<string, string | number> {
  if ('who' in command) return { who: callsign(command.who), incident: 'incident' in command ? command.incident : '' };
  if ('to' in command) return { who: target(command.to) };
  return 'incident' in command ? { incident: command.incident } : {};
}

const callsign = (who: Callsign): string => (who.kind === 'vehicle' ? vehicleName(who.id) : unitName(who.id));

function target(to: Target): string {
  if (to.kind === 'point') return `${to.lat}, ${to.lon}`;
  return to.kind === 'incident' ? `#${numbered(to.id)}` : callsign({ kind: to.kind, id: to.id });
}

function sent(answer: Parameters<typeof report>[0], command: Command): boolean {
  report(answer, t(`cmd.done.${command.verb}` as Key, named(command)));
  return answer.ok;
}

function done(command: Command): boolean {
  say(true, t(`cmd.done.${command.verb}` as Key, named(command)));
  return true;
}

function refuse(key: Key): boolean {
  say(false, t(key));
  return false;
}
