/** Whether this browser may record, found out by trying; asked again when the answer was no. */

import { TESTS, verdictOf } from './tests.js';

/** @import { Test, Verdict } from './tests.js' */
/** @typedef {'FULL' | 'ONLINE' | 'BLOCKED'} Mode ONLINE: each record must reach the server before the next */
/** @typedef {{ test: Test, verdict: Verdict }} Result */

export class Floor {
  /** @param {Test[]} [tests] */
  constructor(tests = TESTS) {
    this.tests = tests;
    /** @type {Map<string, Result>} */
    this.results = new Map();
  }

  /** Run what has to be tried at each start. @param {(test: Test) => boolean} [which] */
  async run(which = ({ every }) => every) {
    for (const test of this.tests.filter(which)) this.results.set(test.code, { test, verdict: await verdictOf(test) });
    return this.mode;
  }

  /** May a household be recorded now? What failed before is tried again first. */
  async mayRecord() {
    const failed = new Set(this.blocking().map(({ test }) => test));
    if (failed.size) await this.run(test => failed.has(test));
    return this.mode;
  }

  /** @returns {Result[]} what stands in the way, the first reason first */
  blocking() {
    return [...this.results.values()].filter(({ test, verdict }) => test.weight === 'BLOCK' && verdict === 'FAIL');
  }

  /** @returns {Mode} until something has failed, nothing is forbidden */
  get mode() {
    if (this.blocking().length) return 'BLOCKED';
    return this.results.get('OFFLINE')?.verdict === 'ABSENT' ? 'ONLINE' : 'FULL';
  }

  /** For the report to the server: `{SECURE: 'PASS', ...}`. */
  get report() {
    return Object.fromEntries([...this.results].map(([code, { verdict }]) => [code, verdict]));
  }
}
