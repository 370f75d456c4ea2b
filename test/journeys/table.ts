import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { orders } from '#shared/contracts/orders.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';

/** What comes over the wire: money is decimal there. */
export type Order = z.input<typeof orders.operations.close_order.output>;
export type Cart = z.input<typeof orders.shows.cart.payload> & { revision: number };
export type Ticket = z.input<typeof printSpooler.shows.ticket.payload>;
export type TicketIndex = z.input<typeof printSpooler.shows.ticket_index.payload>;
export interface Refused {
  code: string;
}

/** From the demo's menu: medium rare, sweet potato fries, cheddar; extra lime; as it is. */
export const BURGER = {
  item_id: 9,
  quantity: 2,
  modifiers: [{ mod_id: 2 }, { mod_id: 13 }, { mod_id: 6 }],
};
export const GIN = { item_id: 28, quantity: 1, modifiers: [{ mod_id: 21 }] };
export const BRULEE = { item_id: 17, quantity: 1 };

/** What the receipt of one of these burgers, the gin and the crème brûlée has to say. */
export const ON_THE_RECEIPT = [
  /^ +Order 1 /m,
  /^1 x Juniper burger @ \$15\.50 +\$18\.50$/m,
  /^ {4}Medium rare$/m,
  /^ {4}Sweet potato fries \+\$1\.50$/m,
  /^ {4}Cheddar \+\$1\.50$/m,
  /^1 x Juniper gin & tonic +\$12\.00$/m,
  /^ {4}Extra lime$/m,
  /^1 x Crème brûlée +\$9\.00$/m,
  /^Subtotal +\$39\.50$/m,
  /^Sales tax 8% +\$3\.16$/m,
  /^Alcohol tax 2% +\$0\.24$/m,
  /^Total +\$42\.90 /m,
  /^Cash +\$50\.00$/m,
  /^Change +\$7\.10$/m,
];

/** And the kitchen's paper, where the number is four times as large. */
export const ON_THE_TICKET = [
  /^ +1 +\| 4x4/m,
  /^1 x Juniper burger /m,
  /^ +Medium rare /m,
  /^ +Sweet potato fries /m,
  /^ +Cheddar /m,
  /^1 x Juniper gin & tonic /m,
  /^ +Extra lime /m,
  /^1 x Crème brûlée /m,
];

const PATIENCE_MS = 10_000;

/** Resolves when a receipt and an order ticket have come out from now on. */
export function bothOnPaper(observer: Bus): Promise<void> {
  const missing = new Set(['receipt', 'order_ticket']);
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no ${[...missing].join()}`)), PATIENCE_MS);
    observer.subscribe('pos/print-spooler/did/job_settled', (message) => {
      const { body } = JSON.parse(message) as { body: { kind: string; status: string } };
      if (body.status === 'printed') missing.delete(body.kind);
      if (missing.size) return;
      clearTimeout(timer);
      done();
    });
  });
}

/** What the demo's printer put out, oldest first, as somebody reads it. */
export function papers({ POS_DATA_DIR }: Config): string[] {
  const folder = join(POS_DATA_DIR, 'demo-printer');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
