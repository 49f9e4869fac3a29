// The server's clock as the page knows it: the last word of the server, carried on by the page's monotonic clock.

import { signal } from '@preact/signals';

let offset = Date.now() - performance.now();

/** The page's monotonic clock in milliseconds. */
export const monotonic = (): number => performance.now();

/** The server's time now, in milliseconds of UTC since 1970. */
export const serverNow = (): number => performance.now() + offset;

/** Takes the server's time from a message that just arrived. */
export function heardTime(serverTimeMs: number): void {
  offset = serverTimeMs - performance.now();
}

/** Changes once a second: what counters and ages on the page hang on. */
export const second = signal(0);

/** Starts the beat of `second`; four a second, so that no counter is late by more than that. */
export function startSeconds(): void {
  setInterval(() => {
    const whole = Math.floor(serverNow() / 1_000);
    if (whole !== second.value) second.value = whole;
  }, 250);
}
