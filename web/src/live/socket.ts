// The one WebSocket: binary frames are telemetry, text frames are hello, beats and numbered deltas. Silence for three
// seconds is a broken link; a missing number means the snapshot is fetched again.

import type { Delta, Session, Snapshot } from '../api.gen';
import { heardTime, monotonic, serverNow } from './clock';
import { get } from './http';
import { take } from './reduce';
import { frames, link, movers, session, world } from './state';
import { readFrame } from './telemetry';

const SILENCE_MS = 3_000;
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000];

let socket: WebSocket | null = null;
let wanted = false;
let heardAt = 0;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let fetching = false;
let early: Delta[] = [];

/** Connects and stays connected until `stop`. */
export function start(): void {
  if (wanted) return;
  wanted = true;
  open();
}

/** Hangs up: after logout. */
export function stop(): void {
  wanted = false;
  clearTimeout(retry);
  socket?.close();
  socket = null;
  link.value = { state: 'connecting', stoppedAt: 0 };
}

/** Looks for silence. Called a few times a second. */
export function watchSilence(): void {
  if (!wanted || link.value.state !== 'up') return;
  if (monotonic() - heardAt > SILENCE_MS) drop();
}

function open(): void {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const mine = new WebSocket(`${scheme}://${location.host}/ws`);
  mine.binaryType = 'arraybuffer';
  socket = mine;
  const patience = setTimeout(() => mine.close(), SILENCE_MS);
  mine.onmessage = (event) => {
    clearTimeout(patience);
    if (mine === socket) hear(event.data as ArrayBuffer | string);
  };
  mine.onclose = () => {
    clearTimeout(patience);
    if (mine === socket) drop();
  };
}

function drop(): void {
  const old = socket;
  socket = null;
  old?.close();
  if (!wanted) return;
  if (link.value.state !== 'down') {
    link.value = { state: 'down', stoppedAt: heardAt === 0 ? serverNow() : serverNow() - (monotonic() - heardAt) };
  }
  clearTimeout(retry);
  retry = setTimeout(() => void reopen(), BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)]);
  failures += 1;
}

/** Connects again, unless the server says that nobody sits here any more: then the post must be chosen again. */
async function reopen(): Promise<void> {
  const answer = await get<Session>('/api/v1/session');
  if (!wanted) return;
  if (answer.ok) open();
  else if (answer.status === 401) session.value = null;
  else drop();
}

function hear(data: ArrayBuffer | string): void {
  heardAt = monotonic();
  if (typeof data !== 'string') {
    hearFrame(data);
    return;
  }
  const message = readMessage(data);
  if (!message) return;
  if ('hello' in message) hearHello(message.hello);
  else if ('beat' in message) heardTime(message.beat);
  else hearDelta(message);
}

type Message = { hello: { seq: number; server_time_ms: number } } | { beat: number } | Delta;

function readMessage(text: string): Message | null {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return null;
  }
}

function hearFrame(buffer: ArrayBuffer): void {
  const frame = readFrame(buffer);
  if (!frame) return;
  movers.take(frame, monotonic());
  frames.value = movers.version;
}

function hearHello(hello: { seq: number; server_time_ms: number }): void {
  heardTime(hello.server_time_ms);
  failures = 0;
  // A restarted server may count from the start again, so a new connection always begins with a new snapshot.
  void refetch();
}

function hearDelta(delta: Delta): void {
  heardTime(delta.server_time_ms);
  const present = world.value;
  if (fetching || present === null) {
    early.push(delta);
    return;
  }
  const taken = take(present, delta);
  if (taken.outcome === 'gap') {
    early.push(delta);
    void refetch();
  } else {
    world.value = taken.world;
  }
}

async function refetch(): Promise<void> {
  if (fetching) return;
  fetching = true;
  const mine = socket;
  const answer = await get<Snapshot>('/api/v1/snapshot');
  fetching = false;
  if (mine !== socket) {
    // The connection changed meanwhile; the new one has said hello to a page that was busy.
    if (socket?.readyState === WebSocket.OPEN) void refetch();
    return;
  }
  if (!answer.ok) {
    if (answer.status === 401) session.value = null;
    else drop();
    return;
  }
  world.value = caughtUp(answer.value);
  link.value = { state: 'up', stoppedAt: 0 };
}

/** The snapshot with the deltas that arrived while it was on its way. */
function caughtUp(snapshot: Snapshot): Snapshot {
  const waited = early;
  early = [];
  return waited.reduce((held, delta) => take(held, delta).world, snapshot);
}
