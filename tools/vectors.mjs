/**
 * Run rule vectors through the JavaScript rules. Usage: node tools/vectors.mjs DIR
 * Prints for each file, in order, one line {"file", "results": [{"name", "result"}]}.
 * With --lines instead of a folder it answers each line {"function", "input"} of its input with a line of
 * result. A rule that throws has the result {"crash"}.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { ageOn } from '../static/js/civil-date.js';
import { parseUscc } from '../static/js/credit-code.js';
import { checkGroup, participation } from '../static/js/enrollment/rules/group.js';
import { checkHousehold } from '../static/js/enrollment/rules/household.js';
import { checkPerson } from '../static/js/enrollment/rules/person.js';
import { checkFields, condition } from '../static/js/products/rules/fields.js';
import { coverPeriod } from '../static/js/products/rules/period.js';
import { midterm, quoteHousehold, quotePerson } from '../static/js/products/rules/pricing.js';
import { refund } from '../static/js/products/rules/refund.js';
import { parseResidentId } from '../static/js/resident-id.js';

/** @type {Record<string, (given: any) => unknown>} */
const FUNCTIONS = {
  age_on: ageOn, check_fields: checkFields, check_group: checkGroup, check_household: checkHousehold,
  check_person: checkPerson, condition, cover_period: coverPeriod, midterm, parse_resident_id: parseResidentId,
  parse_uscc: parseUscc, participation, quote_household: quoteHousehold, quote_person: quotePerson, refund,
};

/**
 * @param {string} folder
 * @returns {string[]} names of the vector files, in order
 */
export function vectorFiles(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
}

/**
 * @param {string} path of a vector file
 * @returns {{ name: string, expect: unknown, run: () => unknown }[]}
 */
export function casesOf(path) {
  const { function: name, templates = {}, cases } = JSON.parse(readFileSync(path, 'utf8'));
  return cases.map((/** @type {{ name: string, input: any, expect: unknown }} */ one) => {
    const { template } = one.input;
    const given = typeof template === 'string' ? { ...one.input, template: templates[template] } : one.input;
    return { name: one.name, expect: one.expect, run: () => FUNCTIONS[name](given) };
  });
}

/**
 * @param {() => unknown} run
 * @returns {unknown} what it returns, or how it failed
 */
function resultOf(run) {
  try {
    return run();
  } catch (error) {
    return { crash: String(error) };
  }
}

/** @param {string} folder */
function answerFolder(folder) {
  for (const file of vectorFiles(folder)) {
    const results = casesOf(join(folder, file)).map(({ name, run }) => ({ name, result: resultOf(run) }));
    process.stdout.write(`${JSON.stringify({ file, results })}\n`);
  }
}

function answerLines() {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { function: name, input } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(resultOf(() => FUNCTIONS[name](input)))}\n`);
  });
}

if (process.argv[1]?.endsWith('vectors.mjs')) {
  if (process.argv[2] === '--lines') answerLines();
  else answerFolder(process.argv[2]);
}
