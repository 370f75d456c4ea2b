import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from './plug-ins/all.ts';

// `npm run test:faults -- --rounds 10 --seed 7 kill stop numbers`: these faults and files only
// (`numbers` is numbers.test.ts), or all there is.
// `--times 10`: each so often in one round, before all is looked at.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: process.env.POS_FAULT_ROUNDS ?? '10' },
    times: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const { rounds, times, seed } = values;
for (const [name, value] of Object.entries({ rounds, times, seed })) {
  if (!/^[1-9]\d{0,9}$/.test(value)) stopWith(`--${name} ${value}: a whole number from 1 on.`);
}
const folder = import.meta.dirname;
const all = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
const faults = positionals.filter((name) => FAULTS[name]);
const files = positionals.map((name) => `${name}.test.ts`).filter((file) => all.includes(file));
const known = [...Object.keys(FAULTS), ...all.map((file) => file.replace('.test.ts', ''))];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  stopWith(`There is no fault or file ${unknown.join(', ')}: ${known.join(', ')}.`);
}
const tests = new Set(positionals.length > 0 ? files : all);
if (faults.length > 0) tests.add('faults.test.ts');
console.log(`seed ${seed}, ${rounds} rounds of each fault`);
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=1', ...[...tests].map((name) => join(folder, name))],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      POS_FAULT_ROUNDS: rounds,
      POS_FAULT_TIMES: times,
      POS_FAULT_SEED: seed,
      POS_FAULT_EVENINGS: '1',
      POS_PRINT_JOBS: process.env.POS_PRINT_JOBS ?? '10000',
      POS_FAULTS: (faults.length > 0 ? faults : Object.keys(FAULTS)).join(),
    },
  },
);
process.exitCode = status ?? 1;

function stopWith(problem: string): never {
  console.error(problem);
  process.exit(2);
}
