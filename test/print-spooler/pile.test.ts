import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';
import { openFile } from '#shared/storage.ts';
import { demoPrinter } from '../../services/print-spooler/demo.ts';
import type { PrintJob } from '../../services/print-spooler/job.ts';
import { openJobs } from '../../services/print-spooler/job-store.ts';
import { openPrinters } from '../../services/print-spooler/printer-store.ts';
import { drawerOf, newJob, type Wanted } from '../../services/print-spooler/wanted.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/print-spooler/migrations');
const NOW = '2026-11-23T18:30:00.000Z';
const TEXT: Wanted = {
  kind: 'text',
  document: { lines: [{ text: 'We are closed on Monday.' }] },
  order_id: null,
  order_version: null,
  order_number: null,
  till: null,
};

describe('a pile of jobs at a printer that is away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pos-pile-'));
  const file = openFile(join(folder, 'print-spooler.db'), MIGRATIONS);
  const jobs = openJobs(file);
  const setup = demoPrinter(readConfig({}));
  const printer_id = openPrinters(file).add(setup);
  const add = (wanted: Wanted, at = printer_id): string => {
    const how = { printer_id: at, copy: 1, announced_at: NOW, now: NOW };
    const job = jobs.add(newJob(wanted, how));
    return job?.id ?? assert.fail('it was there already');
  };
  const ids = Array.from({ length: 5 }, () => add(TEXT));
  after(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  it('is not read for the next one: its time would grow with what waits', () => {
    const [first, ...others] = ids as [string, string];
    // whoever reads one of these fails
    const tear = file.prepare("UPDATE job SET document = 'torn' WHERE id = ?");
    for (const id of others) tear.run(id);
    assert.throws(() => jobs.find(others[0] as string), SyntaxError);
    assert.equal(jobs.next(setup)?.id, first);
    assert.deepEqual(jobs.begun(setup), []);
    assert.deepEqual(jobs.toldOtherwise(setup, null), []);
    assert.deepEqual(jobs.toldOtherwise(setup, 'It has no paper.'), ids);
  });

  it('says why it waits until its printer is well; what was tried says why that failed', () => {
    const [first, tried] = ids as [string, string];
    file.prepare("UPDATE job SET document = '{}'").run();
    const say = (id: string, attempts: number) =>
      jobs.change({ ...(jobs.find(id) as PrintJob), problem: 'It has no paper.', attempts });
    say(first, 0);
    say(tried, 1);
    assert.deepEqual(jobs.toldOtherwise(setup, null), [first]);
    assert.deepEqual(jobs.toldOtherwise(setup, 'It has no paper.'), ids.slice(2));
  });

  it('lets drawers go first, in the order in which they were wanted', () => {
    const drawer = add({ ...drawerOf('till-1', 1), name: 'payment-1' });
    assert.equal(jobs.next(setup)?.id, drawer);
    const second = openPrinters(file).add({ ...setup, name: 'The same by another name' });
    const other = add({ ...drawerOf('till-2', 2), name: 'payment-2' }, second);
    assert.equal(jobs.next(setup)?.id, drawer);
    const settle = (id: string) =>
      jobs.change({ ...(jobs.find(id) as PrintJob), status: 'printed' });
    settle(drawer);
    assert.equal(jobs.next(setup)?.id, other);
    settle(other);
    assert.equal(jobs.next(setup)?.id, ids[0]);
  });
});
