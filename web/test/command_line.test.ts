// The command line's grammar.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Known, parse, readPoint } from '../src/model/command_line';

const known: Known = {
  vehicles: [{ id: 1, callsign: 'Eagle 01', callsign_zh: '雄鹰01' }, { id: 2, callsign: 'Eagle 02', callsign_zh: '雄鹰02' }],
  units: [{ id: 12, callsign: 'Patrol 12', callsign_zh: '巡组12' }, { id: 7, callsign: 'Patrol 07', callsign_zh: '巡组07' }],
  incidents: [{ id: 3 }, { id: 2041 }],
};
const command = (line: string) => {
  const parsed = parse(line, known);
  return parsed.ok ? parsed.command : `${parsed.fault}:${parsed.word}`;
};

test('a unit is dispatched by letter or alias, in either language, spaced or not', () => {
  const wanted = { verb: 'dispatch', who: { kind: 'unit', id: 12 }, incident: 3 };
  for (const line of ['D Patrol 12 3', 'd patrol12 #3', '派 巡组12 3', '派巡组12 3', 'D 12 3', '/ D 巡组12 3', 'Ｄ　巡组１２　３']) {
    assert.deepEqual(command(line), wanted, line);
  }
  assert.deepEqual(command('D patrol 7 2041'), { verb: 'dispatch', who: { kind: 'unit', id: 7 }, incident: 2041 });
});

test('an aircraft is never dispatched by the command line', () => {
  assert.equal(command('D Eagle 01 3'), 'aircraft:Eagle 01');
});

test('return and hold take an aircraft and nothing else', () => {
  assert.deepEqual(command('R eagle-1'), { verb: 'return', who: { kind: 'vehicle', id: 1 } });
  assert.deepEqual(command('停 雄鹰2'), { verb: 'hold', who: { kind: 'vehicle', id: 2 } });
  assert.equal(command('H Patrol 12'), 'who:Patrol 12');
});

test('go takes an incident, a callsign or coordinates', () => {
  assert.deepEqual(command('G 3'), { verb: 'go', to: { kind: 'incident', id: 3 } });
  assert.deepEqual(command('去 雄鹰01'), { verb: 'go', to: { kind: 'vehicle', id: 1 } });
  assert.deepEqual(command('G 47.141, 9.521'), { verb: 'go', to: { kind: 'point', lat: 47.141, lon: 9.521 } });
  assert.deepEqual(command('G 12'), { verb: 'go', to: { kind: 'unit', id: 12 } });
  assert.equal(command('G nowhere'), 'place:nowhere');
});

test('acknowledge and help', () => {
  assert.deepEqual(command('A #2041'), { verb: 'acknowledge', incident: 2041 });
  assert.deepEqual(command('？'), { verb: 'help' });
});

test('what is wrong is named: verb, callsign, incident', () => {
  assert.equal(command('  '), 'empty:');
  assert.equal(command('dispatch 12 3'), 'verb:dispatch');
  assert.equal(command('X 1'), 'verb:X');
  assert.equal(command('D Patrol 99 3'), 'who:Patrol 99');
  assert.equal(command('D Patrol 12 9'), 'incident:9');
  assert.equal(command('D Patrol 12'), 'who:Patrol');
});

test('no line throws, whatever is typed', () => {
  const signs = 'DRHAG?派返停确去 0123456789,.#/雄鹰巡组e-\u3000Ｄ１，'.split('');
  let seed = 7;
  const next = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
  for (let round = 0; round < 20_000; round += 1) {
    const line = Array.from({ length: next(14) }, () => signs[next(signs.length)]).join('');
    assert.equal(typeof parse(line, known).ok, 'boolean');
  }
});

test('coordinates are read from either keyboard and refused out of range', () => {
  assert.deepEqual(readPoint('47.141，9.521'), { lat: 47.141, lon: 9.521 });
  assert.deepEqual(readPoint('-33.9 151.2'), { lat: -33.9, lon: 151.2 });
  for (const bad of ['', '47', '97.1, 9', '47.1, 190.5', '47.1, 9.5, 3', 'a, b']) assert.equal(readPoint(bad), null, bad);
});
