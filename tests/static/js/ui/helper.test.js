import assert from 'node:assert/strict';
import { test } from 'node:test';

Object.assign(globalThis, { document: { createTreeWalker: () => null, createComment: () => null } }); // for lit-html
const { supervisorsOf } = await import('../../../../static/js/ui/helper.js');

const ASKED = [{ name: '陈志远', phone: '0818-1234567' }];
/** @param {object} parts */
const phone = (parts) => /** @type {any} */ ({ state: () => null, locked: null, ...parts });

test('whom to ask is known signed in, locked, and not before the first contact', () => {
  assert.deepEqual(supervisorsOf(phone({ state: () => ({ supervisors: ASKED }) })), ASKED);
  assert.deepEqual(supervisorsOf(phone({ locked: { supervisors: ASKED } })), ASKED);
  assert.deepEqual(supervisorsOf(phone({})), []);
  assert.deepEqual(supervisorsOf(phone({ state: () => ({}) })), [], 'a server that does not know it yet');
});
