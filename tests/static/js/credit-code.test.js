import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseUscc } from '../../../static/js/credit-code.js';

test('the first fault wins', () => {
  /** @type {[string | null, string][]} */
  const cases = [
    [null, 'USCC_EMPTY'], ['\u3000', 'USCC_EMPTY'], ['54511703ME00000', 'USCC_LENGTH'],
    ['5451170AME0000001E', 'USCC_CHARSET'], ['I4511703ME0000001E', 'USCC_CHARSET'],
    ['54511703ME000000𠀀1E', 'USCC_LENGTH'], ['54511703ME0000001E ', ''], ['54511703ME0000002E', 'USCC_CHECKSUM'],
  ];
  for (const [text, error] of cases) {
    const read = parseUscc({ text });
    assert.equal(read.ok ? '' : read.error, error);
  }
});
