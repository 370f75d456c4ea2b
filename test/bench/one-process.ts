import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { z } from 'zod';
import { orders } from '#shared/contracts/orders.ts';
import { openFile } from '#shared/storage.ts';
import { openLedger } from './one-process-ledger.ts';

/**
 * The yardstick: the orders of a restaurant as one plain program takes them, Express and SQLite in
 * one process, one durable transaction each. It validates the same input, writes the same rows
 * into the same tables and answers the same; it announces nothing and shows nothing.
 * Arguments: a folder for its file, and the menu as `GET /catalog/menu` answers it, in a file.
 */

const [folder, menuFile] = process.argv.slice(2) as [string, string];
const TOKEN = 'one-process';

interface Menu {
  categories: {
    items: {
      id: number;
      name: string;
      reg_price: number;
      mod_lists: { mods: { id: number; name: string; mod_price: number }[] }[];
    }[];
  }[];
}

const menu = JSON.parse(readFileSync(menuFile, 'utf8')) as Menu;
const items = new Map(menu.categories.flatMap((c) => c.items).map((item) => [item.id, item]));
const cents = (decimal: number) => Math.round(decimal * 100);

const sessions = new Map([[sha256(TOKEN), { staff_id: 1, till: 'main' }]]);
const migrations = join(import.meta.dirname, '../../services/orders/migrations');
const ledger = openLedger(openFile(join(folder, 'one-process.db'), migrations));
const input = orders.operations.create_order.input;

/** Each line at the menu's prices; undefined when something is not on it. */
function chosen({ items: wanted }: z.output<typeof input>) {
  return wanted.map(({ item_id, quantity, modifiers, note = null }) => {
    const item = items.get(item_id);
    const mods = new Map(item?.mod_lists.flatMap(({ mods: list }) => list.map((m) => [m.id, m])));
    const picked = modifiers.map(({ mod_id, quantity: times }) => {
      const mod = mods.get(mod_id);
      if (!mod) throw new Error('not offered');
      return { mod_id, mod_name: mod.name, mod_price: cents(mod.mod_price), quantity: times };
    });
    if (!item) throw new Error('not on the menu');
    const item_price = cents(item.reg_price);
    const mods_price = picked.reduce((sum, mod) => sum + mod.mod_price * mod.quantity, 0);
    const total_price = quantity * (item_price + mods_price);
    const tax = Math.round(total_price * 0.08);
    const { name } = item;
    return { item_id, name, quantity, item_price, mods_price, total_price, tax, note, picked };
  });
}

const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.post('/orders', (request, response) => {
  const token = /^Bearer (\S+)$/.exec(request.get('Authorization') ?? '')?.[1] ?? '';
  const session = sessions.get(sha256(token));
  if (!session) return void response.status(401).json({ detail: 'Not authenticated' });
  const wanted = input.safeParse(request.body);
  if (!wanted.success) return void response.status(422).json({ errors: wanted.error.issues });
  const key = request.get('Idempotency-Key') ?? randomUUID();
  const print = sha256(JSON.stringify(wanted.data));
  const { customer_name = null, note = null, type } = wanted.data;
  const head = { ...session, type, customer_name, note };
  const order = ledger.take(head, chosen(wanted.data), key, print);
  response.status(201).set('Idempotency-Key', key).json(order);
});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, token: TOKEN }));
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
