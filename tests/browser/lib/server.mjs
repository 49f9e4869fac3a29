// Starts the real program for a test: `skyground demo` on free ports with a data folder of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSocket } from 'node:dgram';

const SERVING_WITHIN_MS = 60_000;

/** A demo that can be stopped and started again on the same port with the same data. */
export async function demo() {
  const binary = process.env.SKYGROUND_BIN;
  if (!binary) throw new Error('SKYGROUND_BIN: which program? Set it to the path of the skyground binary');
  const [port, mavlink] = [await freeTcpPort(), await freeUdpPort()];
  const data = mkdtempSync(join(tmpdir(), 'skyground-browser-'));
  const url = `http://127.0.0.1:${port}`;
  const given = ['demo', '--port', String(port), '--data', data, '--mavlink-port', String(mavlink)];
  let child = null;
  let goOn = [];
  const start = async () => {
    child = spawn(binary, [...given, ...goOn], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    // The second start goes on with the journal of the first.
    goOn = ['--go-on'];
    await serving(url, child);
  };
  const stop = async (signal = 'SIGTERM') => {
    if (!child) return;
    const gone = new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));
    // The demo has children of its own; they share its process group.
    kill(-child.pid, signal);
    await gone;
    kill(-child.pid, 'SIGKILL');
    child = null;
  };
  const end = async () => {
    await stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { url, data, start, stop, end };
}

/** The desk of a station of that demo, as a program of its own. */
export async function stationDesk(bureau, id) {
  const [port, mavlink] = [await freeTcpPort(), await freeUdpPort()];
  const data = mkdtempSync(join(tmpdir(), 'skyground-station-'));
  const url = `http://127.0.0.1:${port}`;
  const ground = ['--district', join(bureau.data, 'district'), '--plan', join(bureau.data, 'plan.json')];
  const given = ['serve', '--training', '--station', id, '--bureau', bureau.url, '--data', data, ...ground, '--http', `127.0.0.1:${port}`, '--mavlink', `127.0.0.1:${mavlink}`];
  const child = spawn(process.env.SKYGROUND_BIN, given, { stdio: ['ignore', 'ignore', 'inherit'] });
  await serving(url, child);
  const end = () => {
    child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  return { url, pause: () => child.kill('SIGSTOP'), goOn: () => child.kill('SIGCONT'), end };
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

async function serving(url, child) {
  const until = Date.now() + SERVING_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`skyground demo ended with ${child.exitCode} before it served ${url}`);
    const answer = await fetch(`${url}/api/v1/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`skyground demo did not serve ${url} within ${SERVING_WITHIN_MS / 1000} s`);
}

const freeTcpPort = () => new Promise((done, fail) => {
  const probe = createServer().once('error', fail).listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

const freeUdpPort = () => new Promise((done, fail) => {
  const probe = createSocket('udp4').once('error', fail);
  probe.bind(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});
