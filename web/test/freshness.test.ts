// One function says how fresh a position is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageLabel, freshness } from '../src/model/freshness';

test('live below three seconds, stale from three, lost from fifteen, never without a fix', () => {
  const cases: Array<[number | null, string]> = [
    [0, 'live'], [2_999, 'live'], [3_000, 'stale'], [14_999, 'stale'], [15_000, 'lost'], [65_535, 'lost'], [null, 'never'], [NaN, 'never'],
  ];
  for (const [age, wanted] of cases) assert.equal(freshness(age), wanted, String(age));
});

test('an age is said in whole units that never overstate it', () => {
  assert.deepEqual([9_999, 119_000, 120_000, 7_199_000, 7_200_000].map(ageLabel), ['9 s', '119 s', '2 min', '119 min', '2 h']);
});
