import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { FINDING_CODES } from '../../../static/js/finding-codes.js';
import { blocks, collect, finding, mayBeOverridden, prefixed } from '../../../static/js/findings.js';
import { sentence } from '../../../static/js/ui/finding-words.js';

test('the table of codes is that of the server', () => {
  const files = ['finding-codes.json', 'server-codes.json'].map((name) => new URL(`../../../app/${name}`, import.meta.url));
  const entries = files.filter((file) => existsSync(file))
    .flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  assert.ok(entries.length > 90);
  assert.deepEqual({ ...FINDING_CODES }, Object.fromEntries(entries.map(([code, entry]) =>
    [code, { severity: entry.severity, override: entry.override, zh: entry['zh-CN'] }])));
});

test('findings are sorted by path, then code, each once', () => {
  const [a, b, c] = [finding('PLAN_UNKNOWN', 'plan'), finding('OUTSIDE_RATES', 'plan'), finding('ID_EMPTY', 'id_no')];
  assert.deepEqual(collect([a, b, a, c]), [c, b, a]);
});

test('a prefix goes before each path', () => {
  assert.deepEqual(prefixed('members[1].', [finding('ID_EMPTY', 'id_no')]),
    [{ code: 'ID_EMPTY', severity: 'BLOCK', path: 'members[1].id_no' }]);
});

test('only a BLOCK blocks, and few of them may be overridden', () => {
  const block = finding('ID_EMPTY', 'id_no');
  assert.deepEqual(blocks([finding('HEAD_MISSING', 'members'), block]), [block]);
  assert.ok(mayBeOverridden('PARTICIPATION_LOW'));
  assert.ok(!mayBeOverridden('ID_EMPTY') && !mayBeOverridden('NEW_CODE'));
});

test('a code of a newer server is shown, one of ours must be in the table', () => {
  assert.equal(sentence('ID_EMPTY'), '没有填写证件号码，照证件补上');
  assert.equal(sentence('NEW_CODE'), 'NEW_CODE');
  assert.throws(() => finding('NEW_CODE', 'id_no'), RangeError);
});
