import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MUTANTS } from './mutants.js';

/**
 * `npm run test:mutants`, or `-- <name>…` for some: with each mutant the test must fail, in the
 * right sentence. Whether a fault comes at the moment in which it matters is chance: an evening on
 * which a mutant was lucky is followed by another one.
 */

interface Mutant {
  /** The sentence that fails. */
  caught_by: RegExp;
  test?: string;
  faults?: string;
  /** Of cards.test.ts: a fault, and who dies of it. */
  card_case?: string;
  /** Of printing.test.ts: how many papers. */
  print_jobs?: string;
}
const MOST_EVENINGS = 3;
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

/** What its test printed, and the sentences in which it failed. */
function anEvening(name: string): { printed: string; failed: string[] } {
  const { test = 'faults.test.ts', faults, card_case, print_jobs } = ALL[name] as Mutant;
  const file = join(import.meta.dirname, test);
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
    env: {
      ...process.env,
      POS_MUTANT: name,
      POS_FAULT_EVENINGS: '1',
      POS_TEST_NODE_OPTIONS: `--import=${hook}`,
      ...(faults && { POS_FAULTS: faults }),
      ...(card_case && { POS_CARD_CASE: card_case }),
      ...(print_jobs && { POS_PRINT_JOBS: print_jobs }),
    },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024, // a service that breaks says much
  });
  return { printed: stdout, failed: stdout.split('\n').filter((line) => /^ +not ok/.test(line)) };
}

for (const name of chosen) {
  const { caught_by } = ALL[name] as Mutant;
  for (let evening = 1; ; evening++) {
    const { printed, failed } = anEvening(name);
    const caught = failed.some((line) => caught_by.test(line));
    const sentences = failed.map((line) => line.replace(/^ *not ok \d+ - /, '    '));
    const how = caught ? 'caught' : evening < MOST_EVENINGS ? 'was lucky' : 'SURVIVED';
    console.log([`${how}  ${name}, evening ${evening}`, ...sentences].join('\n'));
    if (how === 'was lucky') continue;
    if (!caught) survived++;
    if (failed.length === 0) console.log(printed); // it did not even get to the sentences
    break;
  }
}
console.log(`${chosen.length - survived} caught, ${survived} survived`);
process.exitCode = survived ? 1 : 0;
