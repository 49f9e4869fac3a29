// The page's one voice: what is announced to a screen reader, and the last answer to a command.

import { signal } from '@preact/signals';
import { t } from '../i18n';
import { type Answer, NO_ANSWER } from '../live/http';

/** The last answer, shown at the command line's right. */
export const lastSaid = signal<{ ok: boolean; text: string } | null>(null);
/** Sentences for the polite live region. */
export const announced = signal('');

/** Shows and announces the outcome of a command. */
export function report(answer: Answer<unknown>, done: string): void {
  lastSaid.value = answer.ok ? { ok: true, text: done } : { ok: false, text: refusal(answer) };
}

/** Says something of the page itself. */
export function say(ok: boolean, text: string): void {
  lastSaid.value = { ok, text };
}

/** Announces without showing. */
export function announce(text: string): void {
  announced.value = text;
}

/** A refusal in words: what the server said and what to do. */
export function refusal(answer: Answer<unknown>): string {
  if (answer.ok) return '';
  if (answer.problem.code === NO_ANSWER) return t('said.offline');
  return t('said.failed', { say: [answer.problem.say, answer.problem.remedy].filter(Boolean).join(' · ') });
}
