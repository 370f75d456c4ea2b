import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { reporting } from '#shared/contracts/reporting.ts';
import { cents } from '#shared/contracts/money.ts';
import { until } from '../support/until.ts';
import { openAnnouncer } from './announcer.ts';
import { BEN, openRestaurant, type Restaurant } from './restaurant.ts';
import { dinner } from './table.ts';

let restaurant: Restaurant;
before(async () => {
  restaurant = await openRestaurant({ name: ['EPSON', 'TM-m30III'] });
});
after(() => restaurant.close());

let printed = 0;
/** The next paper that comes out. */
const paper = () => restaurant.printer.paper(++printed);

describe('a receipt that somebody asks for', () => {
  it('is the order’s, and a REPRINT with its number once it was there before', async () => {
    restaurant.orders.knows({ ...dinner(), id: 41, order_number: 17 });
    const asked = restaurant.house.heard<{ actor: object; body: { reprint: number } }>(
      'pos/print-spooler/did/job_asked',
      ({ body }) => body.reprint === 1,
    );
    const first = await restaurant.ask('print_receipt', { order_id: 41 }, BEN);
    assert.deepEqual(
      first.jobs.map(({ id, reprint }) => [id, reprint]),
      [['receipt-41-4-1-1', 0]],
    );
    assert.doesNotMatch(await paper(), /REPRINT/);
    for (const number of [1, 2]) {
      const { jobs } = await restaurant.ask('print_receipt', { order_id: 41 }, BEN);
      assert.deepEqual([jobs[0]?.reprint, jobs[0]?.copy], [number, number + 1]);
      assert.match(await paper(), new RegExp(`REPRINT #${number} of \\d{4}-`));
    }
    assert.deepEqual((await asked).actor, { staff_id: 2, till: 'main' });
  });

  it('is one, however often the same question comes', async () => {
    const ask = () => restaurant.ask('print_receipt', { order_id: 41 }, BEN, 'the same tap');
    const [one, other] = await Promise.all([ask(), ask()]);
    assert.deepEqual(one, other);
    await paper();
    assert.deepEqual(await ask(), one);
    assert.equal(restaurant.printer.papers().length, printed);
  });

  it('is nothing where there is no such order', async () => {
    await restaurant.refused('print_receipt', { order_id: 999 }, 'ORDER_NOT_FOUND');
  });
});

/** Everything that was asked for so far is settled: what follows can be compared. */
async function quiet(): Promise<void> {
  await until('all is settled', async () => {
    return (await restaurant.ask('list_jobs', { open: true })).jobs.length === 0;
  });
}

describe('lines of text', () => {
  it('are printed as they are told to be', async () => {
    const lines = [
      { text: 'Table 4', size: 'large', bold: true, align: 'center' },
      { text: 'Fish < 3 pieces & chips > 2' },
    ];
    await restaurant.ask('print_receipt', { lines }, BEN);
    const text = await paper();
    assert.match(text, /^ +Table 4 +\| 2x2 bold\n/);
    assert.match(text, /Fish < 3 pieces & chips > 2/);
    await restaurant.ask('print_receipt', { text: 'one\n\ntwo' }, BEN);
    assert.equal(await paper(), 'one\n\ntwo\n');
    await quiet();
  });

  it('command no printer and are no HTML: refused by the field, nothing printed', async () => {
    const refused = (input: object, field: string) =>
      restaurant.refused('print_receipt', input, 'VALIDATION_FAILED', field);
    await refused({ text: 'pay\u001bp\u0000\u0019\u00fa' }, 'text');
    await refused({ lines: [{ text: 'a\u001d\u0056\u0000' }] }, 'lines.0.text');
    await refused({ lines: [{ text: 'a\nb' }] }, 'lines.0.text');
    for (const html of [
      '<b>bold</b>',
      '<!DOCTYPE html>',
      '<img src=x onerror=y>',
      '</p>',
      '<br/>',
    ]) {
      await refused({ text: html }, 'text');
      await refused({ lines: [{ text: html }] }, 'lines.0.text');
    }
    await refused({ bytes: 'G0A=' }, 'bytes');
    await refused({ lines: [{ text: 'a', raw: 'b' }] }, 'lines.0.raw');
    await refused({ lines: Array.from({ length: 201 }, () => ({ text: '' })) }, 'lines');
    await refused({ text: 'x\n'.repeat(201) }, 'text');
  });

  it('come alone: neither nothing nor two things at once', async () => {
    await restaurant.refused('print_receipt', {}, 'VALIDATION_FAILED', 'order_id');
    const both = { order_id: 41, text: 'x' };
    await restaurant.refused('print_receipt', both, 'VALIDATION_FAILED', 'order_id');
    assert.equal(restaurant.printer.papers().length, printed);
  });
});

describe('a ticket and a slip that somebody asks for', () => {
  it('are those of the order; the second ones are reprints', async () => {
    await restaurant.ask('print_ticket', { order_id: 41 }, BEN);
    const ticket = await paper();
    assert.match(ticket, /Juniper burger/);
    assert.doesNotMatch(ticket, /REPRINT/);
    await restaurant.ask('print_ticket', { order_id: 41 }, BEN);
    assert.match(await paper(), /REPRINT #1/);
    await restaurant.ask('print_order_number', { order_id: 41 }, BEN);
    assert.match(await paper(), /^ +17 +\| 6x6 bold/m);
    await restaurant.ask('print_order_number', { order_id: 41 }, BEN);
    assert.match(await paper(), /REPRINT #1/);
  });

  it('cannot be of what the kitchen never had', async () => {
    await quiet();
    const items = dinner().items.map((line) => ({ ...line, status: 'unsent' as const }));
    restaurant.orders.knows({ ...dinner(), id: 43, items, sent_at: null });
    await restaurant.refused('print_ticket', { order_id: 43 }, 'ORDER_NOT_SENT');
  });
});

describe('a report', () => {
  it("is the day's figures, as amounts and counts", async () => {
    const { report_today, report_day } = reporting.operations;
    const contract = { ...reporting, operations: { report_today, report_day } };
    const zeros = Object.keys(report_day.output.shape).map((name) => [name, 0]);
    const figures = { ...Object.fromEntries(zeros), total_sales_gross: cents(39_50) };
    const instants = { first_sale_at: null, last_sale_at: null, z_number: null };
    const day = ({ date = '2026-11-23' }) =>
      ({ ...figures, ...instants, date, orders_count: 12, csv: undefined }) as never;
    const stand = openAnnouncer(restaurant.house, contract, { report_today: day, report_day: day });
    await restaurant.ask('print_report', { kind: 'daily' }, BEN);
    const text = await paper();
    assert.match(text, /Daily report/);
    assert.match(text, /Business day 2026-11-23/);
    assert.match(text, /Gross +\$39\.50\n/);
    assert.match(text, /Sold +12\n/);
    await stand.end();
  });

  it('is refused where it cannot be had, and a Z to who is no admin', async () => {
    await restaurant.refused('print_report', { kind: 'q' }, 'VALIDATION_FAILED', 'kind');
    const z = restaurant.ask('print_report', { kind: 'z', date: '2026-11-23' }, BEN);
    await assert.rejects(z, { code: 'FORBIDDEN' });
  });
});

describe('the settings of printing', () => {
  it('are changed one by one, and told with who did it', async () => {
    const saved = restaurant.house.heard<{ actor: object }>(
      'pos/print-spooler/did/print_settings_saved',
    );
    const settings = await restaurant.ask('set_print_settings', { receipts: { copies: 2 } });
    assert.deepEqual(settings.receipts, { enabled: true, auto: true, copies: 2 });
    assert.deepEqual(settings.order_numbers.print_at, 'close');
    assert.deepEqual(await restaurant.ask('get_print_settings', {}), settings);
    assert.deepEqual((await saved).actor, { staff_id: 1, till: 'main' });
    await restaurant.orders.close(44, 18);
    assert.match(await paper(), /Order 18/);
    assert.match(await paper(), /Order 18/);
    await restaurant.becomes('receipt-44-4-1-2', 'printed');
    await restaurant.ask('set_print_settings', { receipts: { copies: 1 } });
  });

  it('print nothing of a kind that is switched off, asked for or not', async () => {
    await restaurant.ask('set_print_settings', {
      receipts: { auto: false },
      order_tickets: { enabled: false },
    });
    await restaurant.refused('print_ticket', { order_id: 41 }, 'PRINTING_DISABLED');
    const opened = restaurant.house.heard('pos/print-spooler/did/ticket_opened');
    await restaurant.orders.close(45, 19);
    await restaurant.orders.send(45, 19);
    await opened; // the kitchen's screen has it
    await restaurant.ask('set_print_settings', {
      receipts: { auto: true },
      order_tickets: { enabled: true },
    });
    await restaurant.orders.close(46, 20);
    assert.match(await paper(), /Order 20/);
    const of45 = (await restaurant.jobs()).filter(({ order_id }) => order_id === 45);
    assert.deepEqual(of45, []);
  });

  it('print slips at the moment that is set, one for each order', async () => {
    await restaurant.ask('set_print_settings', {
      receipts: { auto: false },
      order_tickets: { auto: false },
      order_numbers: { auto: true, print_at: 'send' },
    });
    await restaurant.orders.send(47, 21);
    assert.match(await paper(), /Your order[^]+ 21 /);
    await restaurant.orders.send(47, 21);
    const opened = restaurant.house.heard<{ body: { order_id: number } }>(
      'pos/print-spooler/did/ticket_opened',
      ({ body }) => body.order_id === 49,
    );
    await restaurant.orders.close(47, 21);
    await restaurant.orders.send(49, 23);
    assert.match(await paper(), /Your order[^]+ 23 /);
    await opened; // so what was announced before has been heard
    await restaurant.ask('set_print_settings', { order_numbers: { print_at: 'close' } });
    await restaurant.orders.close(48, 22);
    assert.match(await paper(), /Your order[^]+ 22 /);
    const slips = (await restaurant.jobs()).filter(({ order_id }) => order_id === 47);
    assert.deepEqual(
      slips.map(({ kind }) => kind),
      ['order_number'],
    );
  });

  it('are refused by the field where they cannot be', async () => {
    await quiet();
    const refused = (input: object, field: string) =>
      restaurant.refused('set_print_settings', input, 'VALIDATION_FAILED', field);
    await refused({ receipts: { copies: 6 } }, 'receipts.copies');
    await refused({ reports: { auto: true } }, 'reports.auto');
    await refused({ backup_after_s: 1 }, 'backup_after_s');
    await refused({ kitchen: {} }, 'kitchen');
  });

  it('find no printer where none has the role', async () => {
    await restaurant.ask('select_printer', { printer_id: 1, receipts: false });
    await restaurant.refused('print_receipt', { text: 'x' }, 'NO_PRINTER');
    const { jobs } = await restaurant.ask('print_receipt', { text: 'named', printer_id: 1 });
    assert.equal(jobs.length, 1);
    assert.equal(await paper(), 'named\n');
    await quiet();
    await restaurant.refused('print_receipt', { text: 'x', printer_id: 9 }, 'PRINTER_NOT_FOUND');
  });
});
