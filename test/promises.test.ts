import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './support/sources.ts';

const PAGE = readFileSync(join(ROOT, 'docs/promises.md'), 'utf8');
/** Of the tables of promises alone: a promise, who holds it, what was reached, how again. */
const ROWS = PAGE.split('\n').filter((line) => /^\| (?!promise )([^|]+\|){4}$/.test(line));

/** The tests that a row names: a file, then its sentences. */
function named(row: string): { file: string; sentence: string }[] {
  const files = row.matchAll(/`(test\/[\w./-]+\.ts)`:((?:,? \*[^*]+\*)+)/g);
  return [...files].flatMap(([, file = '', sentences = '']) =>
    [...sentences.matchAll(/\*([^*]+)\*/g)].map(([, sentence = '']) => ({ file, sentence })),
  );
}

describe('the page of promises', () => {
  it('is found from the first paragraphs of the README', () => {
    const [top = ''] = readFileSync(join(ROOT, 'README.md'), 'utf8').split('## Start');
    assert.ok(top.includes('docs/promises.md'));
  });

  it('has promises', () => {
    assert.ok(ROWS.length > 20, `${ROWS.length} rows are read as promises`);
  });

  for (const row of ROWS) {
    const [, promise = '', , reached = '', again = ''] = row
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    it(`names tests that are there: ${promise}`, () => {
      const tests = named(row);
      assert.ok(tests.length > 0, 'no test holds it');
      for (const { file, sentence } of tests) {
        assert.ok(existsSync(join(ROOT, file)), file);
        const source = readFileSync(join(ROOT, file), 'utf8').replaceAll("\\'", "'");
        const said = source
          .split('\n')
          .filter((line) => /\b(it|describe)\(/.test(line) && line.includes(sentence));
        assert.equal(said.length > 0, true, `${file} does not say: ${sentence}`);
      }
      assert.ok(reached, 'what was reached is not told');
      assert.match(again, /^`npm (test|run [\w:]+)/);
    });
  }
});
