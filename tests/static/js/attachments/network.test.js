import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maySend } from '../../../../static/js/attachments/network.js';

test('photos go over Wi-Fi and 4G, not over what is slower, nor where data is to be saved', () => {
  const cases = [
    [{ type: 'wifi', effectiveType: '3g' }, true], [{ type: 'ethernet' }, true],
    [{ type: 'cellular', effectiveType: '4g' }, true], [{ type: 'cellular', effectiveType: '3g' }, false],
    [{ type: 'cellular', effectiveType: '2g' }, false], [{ effectiveType: '4g' }, true], [{ effectiveType: 'slow-2g' }, false],
    [{ type: 'cellular', effectiveType: '4g', saveData: true }, false], [{ type: 'wifi', saveData: true }, true],
    [{}, true], [null, true],
  ];
  for (const [network, may] of cases) assert.equal(maySend(network, false), may, JSON.stringify(network));
});

test('who allowed every network has every network', () => {
  assert.equal(maySend({ type: 'cellular', effectiveType: '2g', saveData: true }, true), true);
});
