// Sitting down, staying seated over a reload, and leaving.

import { effect } from '@preact/signals';
import { type Answer } from './http';
import { logIn, logOut, whoAmI } from './commands';
import { stop } from './socket';
import { session, world } from './state';
import type { Session } from '../api.gen';

/** Whether somebody sat here before: without it the server need not be asked, and would only answer 401. */
const STORED = 'skyground.seated';

/** Asks who sits here, if anybody may. */
export async function resume(): Promise<void> {
  if (!remembered()) {
    session.value = null;
    return;
  }
  const answer = await whoAmI();
  session.value = answer.ok ? answer.value : null;
}

/** Sits down at a post. */
export async function sitDown(role: string, station: string | null = null): Promise<Answer<Session>> {
  const answer = await logIn(role, station);
  if (answer.ok) session.value = answer.value;
  return answer;
}

/** Leaves the post. */
export async function leave(): Promise<void> {
  await logOut();
  stop();
  world.value = null;
  session.value = null;
}

effect(() => {
  const who = session.value;
  if (who === undefined) return;
  try {
    if (who) localStorage.setItem(STORED, '1');
    else localStorage.removeItem(STORED);
  } catch {
    // Private windows refuse storage; a reload then asks for the post again.
  }
});

function remembered(): boolean {
  try {
    return localStorage.getItem(STORED) === '1';
  } catch {
    return false;
  }
}
