import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FILES, source } from '../support/sources.ts';
import { MUTANTS } from './mutants.js';
import { FAULTS } from './plug-ins/all.ts';

interface Mutant {
  /** The end of its path. */
  file: string;
  changes: string[][];
  test?: string;
  faults?: string;
}

// `npm run test:mutants` takes an hour: what a change of the code has made of it is seen here
describe('each mutant', () => {
  for (const [name, mutant] of Object.entries<Mutant>(MUTANTS)) {
    it(`finds what it takes away: ${name}`, () => {
      const files = FILES.filter((file) => `/${file}`.endsWith(`/${mutant.file}`));
      assert.equal(files.length, 1);
      for (const [before = ''] of mutant.changes) {
        assert.ok(source(files[0] as string).includes(before), before);
      }
      for (const fault of mutant.faults?.split(',') ?? []) assert.ok(FAULTS[fault], fault);
      assert.ok(FILES.includes(`test/faults/${mutant.test ?? 'faults.test.ts'}`));
    });
  }
});
