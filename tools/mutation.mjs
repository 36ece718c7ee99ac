/**
 * Mutants of the JavaScript rules, made by Stryker's instrumenter and run against the rule vectors.
 * Usage: node tools/mutation.mjs VECTORS FILE... Prints one line with the list of mutants, then answers each
 * id it reads with a line {"id", "killed"}. Stryker's own command knows no sample, hence this one.
 */

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { vectorFiles } from './vectors.mjs';

/** @typedef {{ line: number, column: number }} Place both from 0 */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** An endless loop is as dead as a wrong answer. */
const PATIENCE_MS = 20000;

/**
 * @param {string[]} files relative to the project
 * @returns {Promise<{ files: { name: string, content: string }[], mutants: any[] }>}
 */
async function instrument(files) {
  const { Instrumenter } = await import('@stryker-mutator/instrumenter');
  const silent = { debug() {}, info() {}, isDebugEnabled: () => false };
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(join(ROOT, name), 'utf8') }));
  // @ts-expect-error its types want a full logger and all options
  return new Instrumenter(silent).instrument(sources, { plugins: [], excludedMutations: [], ignorers: [] });
}

/**
 * @param {{ name: string, content: string }[]} files instrumented
 * @returns {string} folder of a copy of rules and vectors, with all mutants asleep
 */
function copyOf(files) {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  cpSync(join(ROOT, 'static/js'), join(folder, 'static/js'), { recursive: true });
  cpSync(join(ROOT, 'tools'), join(folder, 'tools'), { recursive: true });
  cpSync(vectors, join(folder, 'vectors'), { recursive: true });
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  return folder;
}

/**
 * @param {string} script
 * @param {string[]} order of the vector files; the one that fails is tried first the next time
 * @param {string} id of a mutant; '' wakes none
 * @returns {Promise<boolean>} did a vector fail?
 */
function isKilled(script, order, id) {
  return new Promise((resolve) => {
    const worker = new Worker(script, {
      argv: [join(folder, 'vectors'), ...order], env: { ...process.env, __STRYKER_ACTIVE_MUTANT__: id }, stderr: true,
    });
    const timer = setTimeout(() => end(true), PATIENCE_MS);
    /** @param {boolean} killed */
    function end(killed) {
      clearTimeout(timer);
      void worker.terminate();
      resolve(killed);
    }
    worker.once('message', (file) => {
      if (file) order.unshift(...order.splice(order.indexOf(file), 1));
      end(file !== '');
    });
    worker.once('error', () => end(true));
  });
}

/**
 * @param {{ fileName: string, location: { start: Place, end: Place }, replacement: string }} mutant
 * @returns {{ before: string, after: string }} the lines that it changes
 */
function linesOf({ fileName, location: { start, end }, replacement }) {
  const lines = readFileSync(join(ROOT, fileName), 'utf8').split('\n').slice(start.line, end.line + 1);
  const after = lines[0].slice(0, start.column) + replacement + lines[lines.length - 1].slice(end.column);
  return { before: lines.join('\n'), after };
}

const [vectors, ...names] = process.argv.slice(2);
const { files, mutants } = await instrument(names);
const folder = copyOf(files);
process.on('exit', () => rmSync(folder, { recursive: true }));
const script = join(folder, 'tools/mutation-worker.mjs');
if (await isKilled(script, vectorFiles(vectors), '')) throw new Error('the vectors fail without any mutant');
process.stdout.write(`${JSON.stringify(mutants.map((one) => ({ id: one.id, file: one.fileName, ...linesOf(one) })))}\n`);
/** The order of the vector files for each changed file. */
const orders = new Map(names.map((name) => [name, vectorFiles(vectors)]));
const changed = new Map(mutants.map(({ id, fileName }) => [id, fileName]));
for await (const id of createInterface({ input: process.stdin })) {
  const killed = await isKilled(script, /** @type {string[]} */ (orders.get(changed.get(id))), id);
  process.stdout.write(`${JSON.stringify({ id, killed })}\n`);
}
