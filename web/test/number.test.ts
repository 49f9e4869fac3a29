import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberFrom, numbered } from '../src/model/number';
import { fill } from '../src/i18n/fill';

test('a station’s number names its range, and what is typed leads back to it', () => {
  for (const [id, shown] of [[1, '1'], [4_711, '4711'], [2 ** 31 + 1, '1-1'], [2 ** 31 + 2 * 2 ** 23 + 12, '3-12'], [2 ** 32 - 1, '256-8388607']] as const) {
    assert.equal(numbered(id), shown);
    assert.equal(numberFrom(shown), id);
    assert.equal(numberFrom(`#${shown}`), id);
  }
  for (const bad of ['', '#', '-1', '1-', 'x', '1-2-3', '1.5']) assert.equal(numberFrom(bad), null);
});

test('sentences say such numbers, too', () => {
  assert.equal(fill('#{id} for {incident}, {seconds} s', { id: 2 ** 31 + 5, incident: 3, seconds: 2 ** 31 }), `#1-5 for 3, ${2 ** 31} s`);
});
