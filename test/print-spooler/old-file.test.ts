import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { startPrinter } from '../sandbox/printer/printer.ts';
import { openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';
import { openOrders } from './orders-stand-in.ts';
import { dinner, dinnerSent } from './table.ts';

type OldLine = ReturnType<typeof dinnerSent>['items'][number];

const OF_SERVICE = resolve(import.meta.dirname, '../../services/print-spooler/migrations');
const OLD = ['0001-kitchen-and-paper.sql', '0002-receipt-heading.sql'];

/** A file of the first days: a printer with roles, a receipt on paper, one in doubt, a ticket. */
function writeOldFile(folder: string, port: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new SQLite(join(folder, 'print-spooler.db'));
  for (const name of OLD) file.exec(readFileSync(join(OF_SERVICE, name), 'utf8'));
  file.exec('CREATE TABLE migration (name TEXT PRIMARY KEY, sha256 TEXT)');
  const learn = file.prepare('INSERT INTO migration VALUES (?, ?)');
  const hashed = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const name of OLD)
    learn.run(`print-spooler/${name}`, hashed(readFileSync(join(OF_SERVICE, name), 'utf8')));
  const roles = JSON.stringify(['receipt', 'order_ticket']);
  file
    .prepare('INSERT INTO printer (name, host, port, columns, roles) VALUES (?, ?, ?, ?, ?)')
    .run('Demo printer', '127.0.0.1', port, 42, roles);
  const add = file.prepare(
    `INSERT INTO job (id, kind, order_id, order_version, order_number, printer_id, copy, status,
       attempts, problem, created_at, printed_at, document)
     VALUES (?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)`,
  );
  const at = new Date().toISOString();
  const receipt = JSON.stringify(dinner());
  add.run('receipt-1-4-1-1', 'receipt', 1, 4, 17, 'printed', 1, null, at, at, receipt);
  const doubt = 'It may be on paper.';
  add.run('receipt-2-4-1-1', 'receipt', 2, 4, 18, 'unconfirmed', 1, doubt, at, null, receipt);
  const ticket = JSON.stringify({ ...dinnerSent(), order_id: 3, order_number: 19, sent_at: at });
  add.run('order_ticket-3-3-1-1', 'order_ticket', 3, 3, 19, 'queued', 0, null, at, null, ticket);
  file.prepare("INSERT INTO station VALUES ('bar')").run();
  const hang = file.prepare(
    `INSERT INTO ticket (order_id, order_version, station_id, order_number, type, status, sent_at,
       bumped_at, items) VALUES (?, ?, ?, 21, 'dine_in', ?, ?, ?, ?)`,
  );
  const { order_item_id, name, quantity, modifiers, note } = dinnerSent().items[0] as OldLine;
  const line = JSON.stringify([{ order_item_id, name, quantity, modifiers, note }]);
  hang.run(5, 2, 'kitchen', 'bumped', at, at, line);
  hang.run(5, 2, 'bar', 'new', at, null, line);
  hang.run(5, 4, 'kitchen', 'new', at, null, line);
  file.close();
}

describe('a file of the first days', () => {
  it('keeps its printer, its roles and its jobs, and what waits in it is printed', async () => {
    const house = await openHouse(['catalog']);
    const folder = house.config.POS_DATA_DIR;
    const printer = await startPrinter({ port: 0, folder: join(folder, 'paper') });
    const orders = openOrders(house);
    after(() => orders.end().then(house.close).then(printer.switchOff));
    writeOldFile(folder, printer.port);
    await house.start('print-spooler', { POS_DEMO_PRINTER_PORT: String(printer.port) });
    assert.match(await printer.paper(1), /^ +19 /);
    const jobs = async () => (await house.asker.ask(printSpooler, 'list_jobs', {})).jobs;
    await until('the ticket is printed', async () => (await jobs())[0]?.status === 'printed');
    assert.deepEqual(
      (await jobs()).map(({ id, status, problem, reprint }) => [id, status, problem, reprint]),
      [
        ['order_ticket-3-3-1-1', 'printed', null, 0],
        ['receipt-2-4-1-1', 'unconfirmed', 'It may be on paper.', 0],
        ['receipt-1-4-1-1', 'printed', null, 0],
      ],
    );
    const { tickets } = await house.asker.ask(printSpooler, 'list_tickets', { status: 'due' });
    assert.deepEqual(
      tickets.map((one) => [one.id, one.original_position, one.status, one.items[0]?.bumped]),
      [
        [2, 1, 'new', false],
        [3, 3, 'new', false],
      ],
    );
    const back = { ticket_id: 1, undo: false };
    assert.equal(
      (await house.asker.ask(printSpooler, 'recall_ticket', back)).status,
      'in_progress',
    );
    const grew = { quantity: 9, change: 'changed' as const };
    const again = { version: 4, items: [{ ...(dinnerSent().items[0] as OldLine), ...grew }] };
    await orders.send(5, 21, undefined, again);
    await orders.send(6, 22);
    const due = async () =>
      (await house.asker.ask(printSpooler, 'list_tickets', { status: 'due' })).tickets;
    await until('22 hangs', async () => (await due()).at(-1)?.order_number === 22);
    const quantities = (await due()).slice(0, -1).map(({ items }) => items[0]?.quantity);
    assert.deepEqual(quantities, [2, 9, 2], 'version 4 was news for the bar alone');
    const { printers } = await house.asker.ask(printSpooler, 'list_printers', { refresh: false });
    const [demo] = printers;
    assert.deepEqual(
      [demo?.columns, demo?.receipts, demo?.order_tickets, demo?.drawer],
      [42, true, true, true],
    );
  });
});
