import assert from 'node:assert/strict';
import { test } from 'node:test';

import { identityOf, parseResidentId, repeatedPapers } from '../../../static/js/resident-id.js';

const TODAY = '2026-03-01';
/** @param {string | null} text */
const errorOf = (text) => {
  const read = parseResidentId({ text, today: TODAY });
  return read.ok ? null : read.error;
};

test('the first fault wins', () => {
  assert.equal(errorOf(null), 'ID_EMPTY');
  assert.equal(errorOf("' '"), 'ID_EMPTY');
  for (const text of ['5E+17', '5.1e17', '5.11703E+1']) assert.equal(errorOf(text), 'ID_SCIENTIFIC');
  assert.equal(errorOf('5.E+17'), 'ID_LENGTH');
  assert.equal(errorOf('51990119800520001X0'), 'ID_LENGTH');
  assert.equal(errorOf('51990119800520-010'), 'ID_CHARSET');
  assert.equal(errorOf('51302153061500X'), 'ID_CHARSET');
  assert.equal(errorOf('51990119800520𠀀010'), 'ID_CHARSET');
  assert.equal(errorOf('519901189912310010'), 'ID_DATE');
});

test('born today is fine, tomorrow is not', () => {
  assert.notEqual(errorOf('519901202603010010'), 'ID_FUTURE');
  assert.equal(errorOf('519901202603020010'), 'ID_FUTURE');
});

test('an old number of an unknown region carries both warnings', () => {
  const read = parseResidentId({ text: '990101800520001', today: TODAY });
  assert.deepEqual(read.ok && read.warnings, ['ID_LEGACY_15', 'ID_REGION_UNKNOWN']);
});

test('a valid number decides birth date and sex', () => {
  const identity = identityOf({ id_no: '519901198005200010', birth_date: '1980-05-21', sex: 'F' }, TODAY);
  assert.equal(identity.birth, '1980-05-20');
  assert.equal(identity.sex, 'M');
  assert.deepEqual(identity.faults.map(({ code }) => code), ['ID_BIRTH_MISMATCH', 'ID_SEX_MISMATCH']);
});

test('empty fields and dates that do not exist contradict nothing', () => {
  assert.deepEqual(identityOf({ id_no: '519901198005200010', birth_date: '1980-02-30', sex: ' ' }, TODAY).faults, []);
});

test('without a valid number the fields are used', () => {
  const wrong = identityOf({ id_no: '519901198005200011', birth_date: '1980-05-21', sex: 'F' }, TODAY);
  assert.deepEqual([wrong.number, wrong.birth, wrong.sex], [null, '1980-05-21', 'F']);
  assert.deepEqual(wrong.faults, [{ code: 'ID_CHECKSUM', path: 'id_no' }]);
  const passport = identityOf({ id_type: 'PASSPORT', id_no: 'e12 345', birth_date: '1980-05-21' }, TODAY);
  assert.deepEqual([passport.cleaned, passport.birth, passport.faults], ['E12345', '1980-05-21', []]);
  assert.deepEqual(identityOf({ id_type: 'PASSPORT', id_no: "'" }, TODAY).faults, [{ code: 'ID_EMPTY', path: 'id_no' }]);
});

test('the same papers are found whatever way they are written', () => {
  const papers = [
    { id_no: '519901800520001' }, { id_no: '５19901198005200010' }, { id_no: '' }, { id_no: ' ' },
    { id_type: 'PASSPORT', id_no: '519901198005200010' }, { id_type: 'PASSPORT', id_no: '519901 198005200010' },
    { id_no: '519901198005200011' }, { id_no: '519901198005200011' },
  ].map((one) => identityOf(one, TODAY));
  assert.equal(papers[0].number, '519901198005200010');
  assert.deepEqual(repeatedPapers(papers), [1, 5, 7]);
});
