// Hold to confirm, as a state machine with the time handed in. Early release, blur or Esc cancels; nothing fires twice.

/** Where a hold stands. `since` and `until` are instants of the page's monotonic clock. */
export type Hold =
  | { at: 'idle' }
  | { at: 'holding'; since: number; until: number }
  | { at: 'fired' };

export const IDLE: Hold = { at: 'idle' };

/** After the thing under the button changed, nothing fires for this long: the eye needs it to read the new name. */
export const READ_MS = 1_500;

/** The finger or the space bar goes down. `shownAt` is when the button began to name its present target. */
export function press(hold: Hold, now: number, holdMs: number, shownAt: number): Hold {
  if (hold.at !== 'idle') return hold;
  return { at: 'holding', since: now, until: Math.max(now + holdMs, shownAt + READ_MS) };
}

/** Time passes; the answer is `fired` exactly once a press. */
export function tick(hold: Hold, now: number): Hold {
  return hold.at === 'holding' && now >= hold.until ? { at: 'fired' } : hold;
}

/** Release, blur, Esc or the pointer leaving: back to the start. */
export function release(): Hold {
  return IDLE;
}

/** How full the button is, 0 to 1. */
export function progress(hold: Hold, now: number): number {
  if (hold.at === 'fired') return 1;
  if (hold.at === 'idle') return 0;
  return Math.min(1, Math.max(0, (now - hold.since) / (hold.until - hold.since)));
}
