// Runs the browser tests. With BASE_URL they look at a server that is up; otherwise each file that needs one starts
// `skyground demo` from SKYGROUND_BIN.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demo } from './lib/server.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).sort().map((name) => folder + name);

let own = null;
const environment = { ...process.env };
if (!environment.BASE_URL) {
  own = await demo();
  await own.start();
  environment.BASE_URL = own.url;
}
const child = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { stdio: 'inherit', env: environment });
const code = await new Promise((done) => child.once('exit', (status) => done(status ?? 1)));
await own?.end();
process.exit(code);
