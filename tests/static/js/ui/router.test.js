import assert from 'node:assert/strict';
import { test } from 'node:test';

import { match, pathOf } from '../../../../static/js/ui/router.js';

const load = async () => () => ({ view: () => '' });
const ROUTES = [
  { path: '/villages', load },
  { path: '/village/:village', load },
  { path: '/village/:village/household/:household/member/:member', load },
];

test('an empty address is the first screen', () => {
  assert.equal(match('', ROUTES)?.route, ROUTES[0]);
  assert.equal(match('#/', ROUTES)?.route, ROUTES[0]);
});

test('an address gives its parameters', () => {
  const found = match('#/village/511703001001/household/0a-b_9/member/new', ROUTES);

  assert.equal(found?.route, ROUTES[2]);
  assert.deepEqual(found?.params, { village: '511703001001', household: '0a-b_9', member: 'new' });
  assert.equal(found?.path, '/village/511703001001/household/0a-b_9/member/new');
});

test('a "/" at the end does not matter', () => {
  assert.equal(pathOf('#/villages/'), '/villages');
  assert.equal(match('#/villages/', ROUTES)?.route, ROUTES[0]);
});

for (const hash of ['#/nowhere', '#/village', '#/village/', '#/village/<b>', '#/village/1/2', '#/village/张']) {
  test(`${hash} is no screen`, () => assert.equal(match(hash, ROUTES), null));
}
