import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Caller } from '#shared/ask.ts';
import { type Job, printSpooler } from '#shared/contracts/print-spooler.ts';
import type { PrinterAnswer } from '#shared/contracts/printers.ts';
import { PosError } from '#shared/errors.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';
import { type Orders, openOrders } from './orders-stand-in.ts';

type Operations = (typeof printSpooler)['operations'];
type Answered<N extends keyof Operations> = z.output<Operations[N]['output']>;
type Maker = Omit<Parameters<typeof startPrinter>[0], 'port' | 'folder'>;

/** An admin at the main till; a waiter at the same. */
export const ADA: Caller = { staff_id: 1, isAdmin: true, till: 'main' };
export const BEN: Caller = { staff_id: 2, isAdmin: false, till: 'main' };

/** A house with a catalog, a spooler, a real printer, and orders that are made up. */
export interface Restaurant {
  house: House;
  /** The demo's own printer, with all roles. */
  printer: Printer;
  orders: Orders;
  /** Newest first. */
  jobs(): Promise<Job[]>;
  job(id: string): Promise<Job>;
  /** Resolves when a job of this kind is settled like this. */
  settled(kind: Job['kind'], status: Job['status']): Promise<unknown>;
  /** Resolves when a job is like this. */
  becomes(id: string, status: Job['status'], problem?: RegExp): Promise<Job>;
  ask<N extends keyof Operations>(
    name: N,
    input: object,
    caller?: Caller,
    key?: string,
  ): Promise<Answered<N>>;
  /** That it refuses, and that nothing in its file is another than before. */
  refused(name: keyof Operations, input: object, code: string, field?: string): Promise<PosError>;
  printers(): Promise<PrinterAnswer[]>;
  /** A further printer of the house, on an address of its own, as an admin adds it. */
  addPrinter(
    setup: Partial<PrinterAnswer> & { name: string },
    maker?: Maker,
  ): Promise<{ machine: Printer; id: number }>;
  /** The spooler's power is cut, and comes back. */
  cutPower(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

/** Of loopback's sixteen million addresses one that no other test has. */
export function ownAddress(): string {
  const byte = () => 1 + Math.floor(Math.random() * 254);
  return `127.${byte()}.${byte()}.${byte()}`;
}

const TABLES = ['printer', 'print_settings', 'job', 'ticket', 'journal'];

export async function openRestaurant(maker: Maker = {}): Promise<Restaurant> {
  const folder = mkdtempSync(join(tmpdir(), 'pos-paper-'));
  const printer = await startPrinter({ ...maker, port: 0, folder });
  const house = await openHouse(['catalog'], { POS_DEMO_PRINTER_PORT: String(printer.port) });
  const orders = openOrders(house);
  await house.start('print-spooler');
  const machines = [printer];
  const all = () => {
    const { rows } = openBooks(house.config.POS_DATA_DIR);
    return TABLES.map((table) => rows('print-spooler', `SELECT * FROM ${table}`));
  };

  const restaurant: Restaurant = {
    house,
    printer,
    orders,
    jobs: async () => (await house.asker.ask(printSpooler, 'list_jobs', {})).jobs,
    async job(id) {
      const job = (await restaurant.jobs()).find((one) => one.id === id);
      assert.ok(job, `there is no job ${id}`);
      return job;
    },
    settled: (kind, status) =>
      house.heard<{ body: Job }>(
        'pos/print-spooler/did/job_settled',
        ({ body }) => body.kind === kind && body.status === status,
      ),
    async becomes(id, status, problem = /^/) {
      let job: Job | undefined;
      await until(`${id} is ${status}`, async () => {
        job = (await restaurant.jobs()).find((one) => one.id === id);
        return job?.status === status && problem.test(job.problem ?? '');
      });
      return job as Job;
    },
    async ask(name, input, caller = ADA, key) {
      const { kind } = printSpooler.operations[name];
      const how = { caller, key };
      const { output } = await house.asker.question('print-spooler', name, kind, input, how);
      return output as never; // no money is in it: the wire form is what is inside
    },
    async refused(name, input, code, field) {
      const before = all();
      const error = await house.asker
        .question('print-spooler', name, printSpooler.operations[name].kind, input, {
          caller: ADA,
        })
        .then(
          () => assert.fail(`${name} was not refused`),
          (refusal: unknown) => refusal as PosError,
        );
      assert.ok(error instanceof PosError, String(error));
      assert.deepEqual([error.code, error.info.errors?.[0]?.field], [code, field]);
      assert.deepEqual(all(), before);
      return error;
    },
    printers: async () => (await restaurant.ask('list_printers', {})).printers,
    async addPrinter(setup, how = {}) {
      const host = ownAddress();
      const paper = join(folder, setup.name);
      const machine = await startPrinter({ ...how, host, port: 9100, folder: paper });
      machines.push(machine);
      const { id } = await restaurant.ask('add_printer', { ...setup, host, port: 9100 });
      return { machine, id };
    },
    async cutPower(between = () => undefined) {
      await house.kill('print-spooler');
      between();
      await house.start('print-spooler');
    },
    async close() {
      await orders.end().catch(() => undefined); // some tests end it themselves
      await house.close();
      for (const machine of machines) await machine.switchOff().catch(() => undefined);
      rmSync(folder, { recursive: true });
    },
  };
  return restaurant;
}
