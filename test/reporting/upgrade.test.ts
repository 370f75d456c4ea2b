import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Connection, openFile } from '#shared/storage.ts';
import { openReports } from '../../services/reporting/reports-store.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/reporting/migrations');
const DAY = '2026-11-20';

let dir: string;
let file: Connection;

/** A file of the time when a day was one row, with a sale in it; then opened as it is now. */
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'pos-'));
  const first = join(dir, 'reporting', 'migrations');
  mkdirSync(first, { recursive: true });
  for (const name of ['0001-facts.sql', '0002-refunds.sql']) {
    copyFileSync(join(MIGRATIONS, name), join(first, name));
  }
  const old = openFile(join(dir, 'reporting.db'), first);
  old.exec(`
    INSERT INTO sale VALUES (7, '${DAY}', '${DAY}T18:00:00.000Z', 700, 700, 56, 756, 0, 0, 0, 0);
    INSERT INTO business_day VALUES ('${DAY}', 1, 700, 700, 56, 756, 0, 0, 0, 0, 700, 0,
      '${DAY}T18:00:00.000Z', '${DAY}T18:00:00.000Z');
    INSERT INTO open_order VALUES (8);
    INSERT INTO store_terms VALUES ('Europe/Paris', '05:00');
    INSERT INTO cursor VALUES ('orders', 12, 'abc'), ('catalog', 9, 'def');
  `);
  old.close();
  file = openFile(join(dir, 'reporting.db'), MIGRATIONS);
});
after(() => {
  file.close();
  rmSync(dir, { recursive: true });
});

describe('a file from before there were reports', () => {
  it('is folded anew from the first entry of every journal', () => {
    assert.deepEqual(file.prepare('SELECT * FROM cursor').all(), []);
    for (const table of ['sale', 'business_day', 'open_order']) {
      assert.deepEqual(file.prepare(`SELECT * FROM ${table}`).all(), [], table);
    }
    assert.equal(file.pragma('integrity_check', { simple: true }), 'ok');
  });

  it('still knows which day it is', () => {
    const terms = openReports(file).house.terms();
    assert.deepEqual(terms, { timezone: 'Europe/Paris', business_day_cutoff: '05:00' });
  });
});
