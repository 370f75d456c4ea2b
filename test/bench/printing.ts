import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownAddress } from '../print-spooler/restaurant.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import type { Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { bearer } from './load.ts';
import { type Row, rounded, type Table } from './table.ts';

/** How many guests pay one after another, and how many tickets are queued at once. */
const FULL = { guests: 60, tickets: 200 };
const QUICK = { guests: 3, tickets: 8 };
const PRINTERS = 4;
const NAME = ['EPSON', 'TM-m30III'] as [string, string];
const WITHIN_MS = 60_000;

interface Hall extends Restaurant {
  headers: object;
  machines: Printer[];
  done(): Promise<void>;
}

/** From a paid order to paper: how soon it begins, how much goes through, who waits for whom. */
export async function printing(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const { guests, tickets } = quick ? QUICK : FULL;
  const hall = await openHall(restaurant);
  try {
    const first = await firstByte(hall, guests);
    const alive = await through(hall, tickets, PRINTERS);
    const [dead] = hall.machines;
    await dead?.switchOff();
    const besides = await through(hall, tickets, PRINTERS - 1);
    await dead?.switchOn();
    const per = (ms: number, printers: number) =>
      rounded(((tickets / PRINTERS) * printers * 1e3) / ms);
    const rows: Row[] = [
      { printers: PRINTERS, dead: 0, 'all printed ms': rounded(alive), 'a second': per(alive, 4) },
      {
        printers: PRINTERS,
        dead: 1,
        'all printed ms': rounded(besides),
        'a second': per(besides, 3),
      },
    ];
    return [
      { title: 'Close of an order to the first byte at the printer', rows: [first] },
      {
        title: `${tickets} tickets at once; all alive ÷ one dead: ${rounded(alive / besides)}`,
        rows,
      },
    ];
  } finally {
    await hall.done();
  }
}

async function openHall(restaurant: Restaurant): Promise<Hall> {
  const folder = mkdtempSync(join(tmpdir(), 'pos-bench-paper-'));
  const headers = bearer(await restaurant.login());
  const call = (method: string, path: string, body: object) =>
    restaurant.call(method, path, body, headers);
  await call('POST', '/printers/select', { printer_id: 1, receipts: false, order_tickets: false });
  const machines: Printer[] = [];
  for (let i = 1; i <= PRINTERS; i++) {
    const host = ownAddress();
    const paper = join(folder, String(i));
    machines.push(await startPrinter({ port: 9100, host, folder: paper, name: NAME }));
    const role = { receipts: i === 1, order_tickets: false };
    await call('POST', '/printers', { name: `Printer ${i}`, host, port: 9100, ...role });
  }
  return {
    ...restaurant,
    headers,
    machines,
    /** The restaurant as it was: nobody waits for a printer that is gone. */
    async done() {
      const { body } = await list({ ...restaurant, headers });
      for (const { id, name } of body.printers) {
        if (!name.startsWith('Printer')) continue;
        await until(`${name} has printed all and is taken away`, async () => {
          const { status } = await restaurant.call('DELETE', `/printers/${id}`, undefined, headers);
          return status === 200;
        });
      }
      await call('POST', '/printers/select', {
        printer_id: 1,
        receipts: true,
        order_tickets: true,
      });
      for (const machine of machines) await machine.switchOff();
      rmSync(folder, { recursive: true });
    },
  };
}

function list({ call, headers }: Pick<Hall, 'call' | 'headers'>) {
  type Listed = { printers: { id: number; name: string }[] };
  return call<Listed>('GET', '/printers', undefined, headers);
}

/** One guest after another: the call of `close` to the first byte, by a socket of our own. */
async function firstByte({ call, headers, machines }: Hall, guests: number): Promise<Row> {
  const [machine] = machines;
  if (!machine) throw new Error('there is no printer');
  await machine.switchOff();
  let came = Promise.withResolvers<number>();
  const ear = net.createServer({ noDelay: true }, (socket) => {
    let asked = false;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // how it is, who it is, and the job with the question behind it
      for (const byte of bytes) if (byte === 0x04) socket.write(Buffer.from([0x12]));
      if (!asked && bytes.includes(0x1b)) came.resolve(performance.now());
      asked ||= bytes.includes(0x1b);
      if (bytes.includes(Buffer.from([0x1d, 0x49]))) socket.write('_A\0_B\0');
      if (bytes.includes(Buffer.from([0x1d, 0x72]))) socket.write(Buffer.from([0]));
    });
  });
  await new Promise<void>((listening) => ear.listen(machine.port, machine.host, listening));
  const took: number[] = [];
  for (let i = 0; i <= guests; i++) {
    const items = [{ item_id: 17, quantity: 1 }];
    const made = await call<{ id: number }>('POST', '/orders', { items }, headers);
    came = Promise.withResolvers<number>();
    const began = performance.now();
    const paid = { method: 'cash', cash_tendered: 500 };
    await call('POST', `/orders/${made.body.id}/close`, paid, headers);
    const ms = (await came.promise) - began;
    if (i > 0) took.push(ms); // the first one learns who the printer is
  }
  await new Promise((closed) => ear.close(closed));
  await machine.switchOn();
  took.sort((a, b) => a - b);
  const at = (share: number) => rounded(took[Math.floor((took.length - 1) * share)] ?? 0);
  return { guests, 'p50 ms': at(0.5), 'p99 ms': at(0.99) };
}

/** Until the printers that live have printed their share; each gets as many as the others. */
async function through(hall: Hall, tickets: number, alive: number) {
  const { call, headers, machines } = hall;
  const each = tickets / PRINTERS;
  const living = machines.slice(PRINTERS - alive);
  const before = living.map((machine) => machine.papers().length);
  const { body } = await list(hall);
  const ids = body.printers.filter(({ name }) => name.startsWith('Printer')).map(({ id }) => id);
  const began = performance.now();
  const asked: Promise<unknown>[] = [];
  for (let i = 0; i < each; i++) {
    for (const printer_id of ids) {
      const text = `Ticket ${i}\nJuniper burger\nTomato soup`;
      asked.push(call('POST', '/printers/print_receipt', { text, printer_id }, headers));
    }
  }
  await Promise.all(asked);
  const late = new Promise<never>((_, failed) => {
    setTimeout(() => failed(new Error('they did not print')), WITHIN_MS).unref();
  });
  const all = living.map((machine, i) => machine.paper((before[i] ?? 0) + each));
  await Promise.race([Promise.all(all), late]);
  return performance.now() - began;
}
