import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MUTANTS } from './mutants.js';

/**
 * `npm run test:mutants`, or `-- <name>…` for some: with each mutant the test must fail, in the
 * right sentence.
 */

interface Mutant {
  /** The sentence that fails. */
  caught_by: RegExp;
  test?: string;
  faults?: string;
  /** Of cards.test.ts: a fault, and who dies of it. */
  card_case?: string;
}
const ALL: Record<string, Mutant> = MUTANTS;
const hook = join(import.meta.dirname, 'mutants.js');
const [...wanted] = process.argv.slice(2);
const unknown = wanted.filter((name) => !ALL[name]);
if (unknown.length > 0) {
  console.error(`There is no mutant ${unknown.join(', ')}: ${Object.keys(ALL).join(', ')}.`);
  process.exit(2);
}
const chosen = wanted.length > 0 ? wanted : Object.keys(ALL);
let survived = 0;

for (const name of chosen) {
  const { caught_by, test = 'faults.test.ts', faults, card_case } = ALL[name] as Mutant;
  const file = join(import.meta.dirname, test);
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
    env: {
      ...process.env,
      POS_MUTANT: name,
      POS_TEST_NODE_OPTIONS: `--import=${hook}`,
      ...(faults && { POS_FAULTS: faults }),
      ...(card_case && { POS_CARD_CASE: card_case }),
    },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024, // a service that breaks says much
  });
  const failed = stdout.split('\n').filter((line) => /^ +not ok/.test(line));
  const caught = failed.some((line) => caught_by.test(line));
  if (!caught) survived++;
  const sentences = failed.map((line) => line.replace(/^ *not ok \d+ - /, '    '));
  console.log(`${caught ? 'caught' : 'SURVIVED'}  ${name}\n${sentences.join('\n')}`);
  if (failed.length === 0) console.log(stdout); // it did not even get to the sentences
}
console.log(`${chosen.length - survived} caught, ${survived} survived`);
process.exitCode = survived ? 1 : 0;
