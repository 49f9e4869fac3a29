// Requests to the server. Every one that changes something carries an Idempotency-Key; every refusal is a Problem.

import type { Problem } from '../api.gen';

/** What came back: the answer or a refusal in the server's words. */
export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; problem: Problem };

/** The `code` of the refusal the page makes itself when nothing came back. */
export const NO_ANSWER = 'no_answer';

const PATIENCE_MS = 8_000;

/** `GET path`. */
export const get = <T>(path: string): Promise<Answer<T>> => ask<T>('GET', path);

/** `POST path` with a key of its own. */
export const post = <T>(path: string, body?: unknown): Promise<Answer<T>> => ask<T>('POST', path, body);

/** `DELETE path`. */
export const remove = (path: string): Promise<Answer<unknown>> => ask<unknown>('DELETE', path);

async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = freshKey();
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, value: (text === '' ? null : JSON.parse(text)) as T };
    return { ok: false, status: response.status, problem: readProblem(text, response.status) };
  } catch {
    return { ok: false, status: 0, problem: { code: NO_ANSWER, at: path, say: '', remedy: '' } };
  }
}

function readProblem(text: string, status: number): Problem {
  try {
    const found = JSON.parse(text) as Partial<Problem>;
    if (typeof found.say === 'string') {
      return { code: found.code ?? '', at: found.at ?? '', say: found.say, remedy: found.remedy ?? '' };
    }
  } catch {
    // Not a Problem; the status is all there is to say.
  }
  return { code: `http_${status}`, at: '', say: `HTTP ${status}`, remedy: '' };
}

/** 128 random bits. `crypto.randomUUID` needs a secure context, which a plain-HTTP intranet page has not. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
