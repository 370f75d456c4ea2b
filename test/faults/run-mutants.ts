import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MUTANTS } from './mutants.js';

/** `npm run test:mutants`: the fault test must fail, in the right sentence, for each mutant. */

const hook = join(import.meta.dirname, 'mutants.js');
let survived = 0;

for (const [name, mutant] of Object.entries(MUTANTS)) {
  const { caught_by } = mutant;
  const test = join(import.meta.dirname, 'test' in mutant ? mutant.test : 'kill.test.ts');
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', test], {
    env: { ...process.env, POS_MUTANT: name, POS_TEST_NODE_OPTIONS: `--import=${hook}` },
    encoding: 'utf8',
  });
  const failed = stdout.split('\n').filter((line) => /^ +not ok/.test(line));
  const caught = failed.some((line) => caught_by.test(line));
  if (!caught) survived++;
  const sentences = failed.map((line) => line.replace(/^ *not ok \d+ - /, '    '));
  console.log(`${caught ? 'caught' : 'SURVIVED'}  ${name}\n${sentences.join('\n')}`);
  if (failed.length === 0) console.log(stdout); // it did not even get to the sentences
}
console.log(`${Object.keys(MUTANTS).length - survived} caught, ${survived} survived`);
process.exitCode = survived ? 1 : 0;
