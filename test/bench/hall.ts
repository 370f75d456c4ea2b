import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { ownAddress } from '../print-spooler/restaurant.ts';
import { type Printer, startPrinter } from '../sandbox/printer/printer.ts';
import type { Restaurant } from '../support/restaurant.ts';
import { bearer } from './load.ts';

/** A restaurant's room: what hangs on its walls and stands on its counters. */
export interface Hall {
  restaurant: Restaurant;
  /** Two for receipts, one in the kitchen, one at the bar. */
  printers: Printer[];
  /** From each call to the message at a screen: displays, then kitchens. */
  cart_ms: number[];
  ticket_ms: number[];
  /** From now on the display of a till is looked at for this order. */
  looks(till: string, order_id: number): void;
  /** How often another order of the till changed in the same moment, and is shown instead. */
  overtaken(): number;
  /** Resolves with its kitchen ticket when every kitchen screen has it. */
  hangs(order_id: number): Promise<number>;
  close(): Promise<void>;
}

interface Known {
  screen_id: string;
  secret: string;
}
interface Ticket {
  id: number;
  order_id: number;
  station_id: string;
}
interface Waiting {
  asked: number;
  had: Set<MqttClient>;
  seen: (ticket_id: number) => void;
}
interface Cart {
  data: { order_id: number | null };
}

/** Of the screens without a till every fourth is a board; the others hang in the kitchen. */
const BOARDS_EACH = 4;
const ROLES = [
  { name: 'Receipts', receipts: true, tills: ['till-1', 'till-2', 'till-3', 'till-4'] },
  { name: 'More receipts', receipts: true, tills: ['till-5', 'till-6', 'till-7', 'till-8'] },
  { name: 'Kitchen', order_tickets: true, stations: ['kitchen'] },
  { name: 'Bar', order_tickets: true, stations: ['bar'] },
];
const NO_ROLE = { receipts: false, order_tickets: false, order_numbers: false };
/** As the printers of most restaurants: they say themselves what is on paper. */
const MODEL = ['EPSON', 'TM-m30III'] as [string, string];
/** Cocktails and beer of the demo's menu are made at the bar. */
const DRINKS = [100_005];

const ofStation = (id: string) => [`pos/now/kitchen/${id}/index`, `pos/now/kitchen/${id}/+`];

/** Sets it up: a display for each till, screens at two stations, four printers. */
export async function openHall(
  restaurant: Restaurant,
  token: string,
  { tills, screens }: { tills: number; screens: number },
): Promise<Hall> {
  const folder = mkdtempSync(join(tmpdir(), 'pos-saturday-paper-'));
  async function call<T>(method: string, path: string, body: object): Promise<T> {
    const { status, body: said } = await restaurant.call<T>(method, path, body, bearer(token));
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(said)}`);
    return said;
  }
  await call('POST', '/kitchen/stations', { name: 'Bar', category_ids: DRINKS });
  await call('POST', '/printers/select', { printer_id: 1, ...NO_ROLE });
  const printers: Printer[] = [];
  for (const role of ROLES) {
    const host = ownAddress();
    printers.push(
      await startPrinter({ port: 9100, host, folder: join(folder, role.name), name: MODEL }),
    );
    await call('POST', '/printers', { ...NO_ROLE, ...role, host, port: 9100 });
  }

  const clients: MqttClient[] = [];
  const [cart_ms, ticket_ms]: [number[], number[]] = [[], []];
  const carts = new Map<string, number>();
  const tickets = new Map<number, Waiting>();
  let kitchens = 0;

  /** Somebody who is logged in looks on; or a screen by itself, whose word the kitchen takes. */
  async function hang(
    filters: string[],
    hear: (topic: string, message: string, by: MqttClient) => void,
    { screen_id: username, secret: password }: Known = { screen_id: 'token', secret: token },
  ) {
    if (hear === hearTicket) kitchens++;
    const client = await mqtt.connectAsync(`${restaurant.url.replace('http', 'ws')}/mqtt`, {
      protocolVersion: 4,
      username,
      password,
    });
    client.on('message', (topic, message) => {
      if (message.length > 0) hear(topic, message.toString(), client);
    });
    await client.subscribeAsync(filters, { qos: 1 });
    clients.push(client);
  }

  function hearCart(topic: string, message: string): void {
    const key = `${topic.split('/').at(-1)}/${(JSON.parse(message) as Cart).data.order_id}`;
    const asked = carts.get(key);
    if (asked === undefined) return;
    cart_ms.push(performance.now() - asked);
    carts.delete(key);
  }
  function hearTicket(topic: string, message: string, by: MqttClient): void {
    if (topic.endsWith('/index')) return;
    const ticket = JSON.parse(message) as Ticket;
    const waiting = tickets.get(ticket.order_id);
    if (!waiting || waiting.had.has(by)) return;
    ticket_ms.push(performance.now() - waiting.asked);
    if (waiting.had.add(by).size < kitchens) return;
    tickets.delete(ticket.order_id);
    waiting.seen(ticket.id);
  }
  for (let i = 1; i <= tills; i++) await hang([`pos/now/cart/till-${i}`], hearCart);
  for (const station of ['kitchen', 'bar']) {
    const screen = { kind: 'kitchen', name: `Screen of the ${station}` };
    const known = await call<Known>('POST', '/screens/register', screen);
    await call('POST', `/screens/${known.screen_id}/approve`, { stations: [station] });
    await hang(ofStation(station), station === 'kitchen' ? hearTicket : () => undefined, known);
  }
  for (let i = clients.length; i < screens; i++) {
    if (i % BOARDS_EACH === 0) await hang(['pos/now/board'], () => undefined);
    else await hang(ofStation('kitchen'), hearTicket);
  }

  return {
    restaurant,
    printers,
    cart_ms,
    ticket_ms,
    looks: (till, order_id) => void carts.set(`${till}/${order_id}`, performance.now()),
    overtaken: () => carts.size,
    hangs: (order_id) =>
      new Promise((seen) => {
        tickets.set(order_id, { asked: performance.now(), had: new Set(), seen });
      }),
    async close() {
      await Promise.all(clients.map((client) => client.endAsync(true)));
      for (const printer of printers) await printer.switchOff();
      rmSync(folder, { recursive: true });
    },
  };
}
