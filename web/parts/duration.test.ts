import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText } from './duration.js';

test('lengths of time are rounded before their unit is chosen', () => {
  const table: readonly (readonly [number, string])[] = [
    [-5, '0 ms'],
    [Number.NaN, '0 ms'],
    [0, '0 ms'],
    [0.0004, '0 ms'],
    [0.736, '736 µs'],
    [0.9996, '1.0 ms'],
    [8, '8.0 ms'],
    [9.96, '10 ms'],
    [340.4, '340 ms'],
    [999.7, '1.0 s'],
    [2_100, '2.1 s'],
    [59_949, '59.9 s'],
    [59_999, '1 min 0 s'],
    [119_999, '2 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_599_700, '1 h 0 min'],
    [7_800_000, '2 h 10 min'],
  ];
  for (const [ms, words] of table) assert.equal(durationText(ms), words, String(ms));
});
