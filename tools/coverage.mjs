/**
 * Branch coverage of the JavaScript rules by their tests and the vectors. Usage: node tools/coverage.mjs
 * Exit 1 below 100 %.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MEASURED = /^static\/js\/(?:.*\/rules\/[^/]+|resident-id|credit-code|civil-date)\.js$/;
const LEAVES = ['vectors', 'resident-id', 'credit-code', 'civil-date', 'findings', 'money', 'text'];

const tests = [
  ...readdirSync(`${ROOT}tests/static/js`, { recursive: true }).map(String)
    .filter((name) => /(?:^|\/)rules\/.*\.test\.js$/.test(name)),
  ...LEAVES.map((name) => `${name}.test.js`),
].map((name) => `tests/static/js/${name}`);

const done = spawnSync(process.execPath, [
  '--test', '--experimental-test-coverage', '--test-reporter=lcov', '--test-reporter-destination=stdout',
  '--test-reporter=dot', '--test-reporter-destination=stderr', ...tests,
], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--import ./tests/static/loader.mjs' }, maxBuffer: 2 ** 28 });

/** Files with their branches, as lcov tells them: SF file, BRDA line,block,branch,taken. */
const files = done.stdout.split('end_of_record').flatMap((record) => {
  const name = /^SF:(.*)$/m.exec(record)?.[1].replace(ROOT, '') ?? '';
  if (!MEASURED.test(name)) return [];
  const branches = [...record.matchAll(/^BRDA:(\d+),\d+,\d+,(\d+|-)$/gm)];
  const missed = branches.filter(([, , taken]) => !Number(taken)).map(([, line]) => line);
  const lines = [...record.matchAll(/^DA:(\d+),0$/gm)].map(([, line]) => line);
  return [{ name, branches: branches.length, missed: [...new Set([...missed, ...lines])] }];
});

for (const { name, branches, missed } of files) {
  console.log(`${name}: ${branches} branches${missed.length ? `, not taken in lines ${missed.join(' ')}` : ''}`);
}
if (done.status || !files.length) console.error(done.stderr);
process.exitCode = done.status || !files.length || files.some(({ missed }) => missed.length) ? 1 : 0;
