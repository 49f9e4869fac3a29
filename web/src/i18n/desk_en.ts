// What the dispatcher's desk says, in English.

import type { deskZh } from './desk_zh';

export const deskEn: Readonly<Record<keyof typeof deskZh, string>> = {
  'close.open': 'Not over yet: {hops}',
  'close.reason': 'First say why it ends now',
  'reason.duplicate': 'Same event as another incident',
  'reason.no_unit': 'Nobody could be sent',
  'reason.handed_over': 'Handed over',
  'reason.unfounded': 'There is nothing',
  'reason.other': 'Other, see the notes',
  'hop.tasking': 'unit',
  'hop.sortie': 'flight',
  'hop.question': 'launch question',
  'hop.follow_up': 'follow-up',
  'leg.proposed': 'Proposed: goes by itself in {time}',
  'leg.confirm': 'Send',
  'leg.confirmOf': 'Send {who} now',
  'leg.drop': 'Not this one',
  'leg.dropOf': 'Do not send {who}',
  'leg.dropped': 'Not sent',
  'leg.unseen': 'Recall not confirmed: call this crew',
};
