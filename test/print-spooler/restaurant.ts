import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Job, printSpooler } from '#shared/contracts/print-spooler.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Orders, openOrders } from './orders-stand-in.ts';

/** A house with a catalog, a spooler, a real printer, and orders that are made up. */
export interface Restaurant {
  house: House;
  printer: Printer;
  orders: Orders;
  /** Newest first. */
  jobs(): Promise<Job[]>;
  /** Resolves when a job of this kind is settled like this. */
  settled(kind: Job['kind'], status: Job['status']): Promise<unknown>;
  /** The spooler's power is cut, and comes back. */
  cutPower(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function openRestaurant(): Promise<Restaurant> {
  const folder = mkdtempSync(join(tmpdir(), 'pos-paper-'));
  const printer = await startPrinter({ port: 0, folder });
  const house = await openHouse(['catalog'], { POS_DEMO_PRINTER_PORT: String(printer.port) });
  const orders = openOrders(house);
  await house.start('print-spooler');
  return {
    house,
    printer,
    orders,
    jobs: async () => (await house.asker.ask(printSpooler, 'list_jobs', {})).jobs,
    settled: (kind, status) =>
      house.heard<{ body: Job }>(
        'pos/print-spooler/did/job_settled',
        ({ body }) => body.kind === kind && body.status === status,
      ),
    async cutPower(between = () => undefined) {
      await house.kill('print-spooler');
      between();
      await house.start('print-spooler');
    },
    async close() {
      await orders.end().catch(() => undefined); // some tests end it themselves
      await house.close();
      await printer.switchOff().catch(() => undefined);
      rmSync(folder, { recursive: true });
    },
  };
}
