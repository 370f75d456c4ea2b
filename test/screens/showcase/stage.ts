import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { bundleWhenStale } from '../../../services/gateway/screens/bundle.ts';
import type { Ticket } from '#shared/contracts/tickets.ts';
import { type Device, openDevice } from '../../support/browser.ts';
import { ROOT } from '../../support/sources.ts';

const BUNDLED = join(ROOT, 'services/gateway/screens/bundled');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };
const SCREEN_ID = 'kitchen-stage';

interface Said {
  path: string;
  key: string;
}

/**
 * A server that shows a kitchen page whatever it is to show: the real page and a real broker, but
 * no restaurant behind them. What the page asks for is written down, and done once for each key.
 */
export interface Stage {
  url: string;
  /** Every request of the page that changes something, in its order; each try of it. */
  said: Said[];
  show(topic: string, state: object | null): void;
  /** Hangs tickets up at their stations, and takes all others down. */
  hang(tickets: readonly Ticket[], stations?: readonly string[]): void;
  /** Shows one ticket as it is now. */
  change(ticket: Ticket): void;
  /** What is answered instead of doing it, from now on. */
  answer: { status: number | undefined };
  bumped: Ticket[];
  /** Nobody answers any more, and everything is cut; `open` at the same port. */
  away(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

const APPEARANCE = {
  store_name: 'Juniper & Rye',
  currency: 'USD',
  timezone: 'America/New_York',
  tip_presets: [],
  language: 'en',
  sounds: false,
  slow_after_s: 300,
  late_after_s: 480,
  idle_lines: [],
};

/** A browser that is this screen already when it opens the page. */
export async function openKitchenDevice(): Promise<Device> {
  const device = await openDevice();
  const who = JSON.stringify({ screen_id: SCREEN_ID, secret: 'secret' });
  await device.context.addInitScript(`localStorage.setItem('pos-screen-kitchen', '${who}')`);
  return device;
}

export async function openStage(look: object = {}): Promise<Stage> {
  bundleWhenStale();
  const kept = new Map<string, string>();
  const hung = new Map<number, Ticket>();
  const answer: Stage['answer'] = { status: undefined };
  const done = new Set<string>();
  const said: Said[] = [];
  const bumped: Ticket[] = [];
  let shown: readonly string[] = ['grill'];
  let revision = 0;
  let port = 0;
  let stop = async () => undefined as void;
  let publish: (topic: string) => void = () => undefined;

  function show(topic: string, state: object | null): void {
    const stamp = { at: new Date().toISOString(), revision: ++revision };
    kept.set(topic, state ? JSON.stringify({ ...stamp, ...state }) : '');
    publish(topic);
  }
  function showIndexes(): void {
    for (const station of shown) {
      const own = [...hung.values()].filter(({ station_id }) => station_id === station);
      const station_name = station[0]?.toUpperCase() + station.slice(1);
      const ticket_ids = own.map(({ id }) => id);
      const index = { station_id: station, station_name, ticket_ids, all_day: allDay(own) };
      show(`pos/now/kitchen/${station}/index`, index);
    }
  }
  function change(ticket: Ticket): void {
    hung.set(ticket.id, ticket);
    show(`pos/now/kitchen/${ticket.station_id}/${ticket.id}`, ticket);
    showIndexes();
  }
  function takeDown(ticket: Ticket): void {
    hung.delete(ticket.id);
    show(`pos/now/kitchen/${ticket.station_id}/${ticket.id}`, null);
    showIndexes();
  }
  function hang(tickets: readonly Ticket[], stations: readonly string[] = ['grill']): void {
    shown = stations;
    for (const ticket of hung.values()) takeDown(ticket);
    for (const ticket of tickets) {
      hung.set(ticket.id, ticket);
      show(`pos/now/kitchen/${ticket.station_id}/${ticket.id}`, ticket);
    }
    showIndexes();
    const screen = { screen_id: SCREEN_ID, kind: 'kitchen', name: 'Grill', status: 'approved' };
    const appearance = { ...APPEARANCE, ...look };
    show(`pos/now/screens/${SCREEN_ID}`, { ...screen, code: null, stations, appearance });
  }

  /** Enough of what the kitchen does for a page to be played with. */
  function does(path: string, body: { bumped?: boolean; rush?: boolean; undo?: boolean }): void {
    const [, , , id, deed, item] = path.split('/');
    const ticket = hung.get(Number(id)) ?? bumped.find((one) => one.id === Number(id));
    if (!ticket) return;
    if (deed === 'start') change({ ...ticket, status: 'in_progress' });
    if (deed === 'ready') change({ ...ticket, status: 'ready' });
    if (deed === 'rush') change({ ...ticket, rush: body.rush === true });
    if (deed === 'recall') change({ ...ticket, status: 'in_progress', recalled: !body.undo });
    if (deed === 'items') {
      const items = ticket.items.map((one) =>
        one.order_item_id === Number(item) ? { ...one, bumped: body.bumped === true } : one,
      );
      change({ ...ticket, status: 'in_progress', items });
    }
    if (deed !== 'bump') return;
    bumped.unshift({ ...ticket, bumped_at: new Date().toISOString() });
    takeDown(ticket);
  }

  async function post(request: IncomingMessage, path: string): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const key = String(request.headers['idempotency-key']);
    said.push({ path, key });
    if (answer.status) return answer.status;
    if (!done.has(key)) does(path, JSON.parse(Buffer.concat(chunks).toString()) as object);
    done.add(key);
    return 200;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    if (request.method === 'POST') response.writeHead(await post(request, path)).end('{}');
    else if (path === '/health') json(response, { timestamp: new Date().toISOString() });
    else if (path === '/kitchen/tickets') json(response, { tickets: bumped, all_day: [] });
    else file(response, path);
  }

  async function open(): Promise<void> {
    const broker = await Aedes.createBroker();
    const server = createServer((request, response) => void handle(request, response));
    const sockets = new WebSocketServer({ server, path: '/mqtt' });
    sockets.on('connection', (socket) => broker.handle(createWebSocketStream(socket)));
    publish = (topic) => {
      const payload = kept.get(topic) ?? '';
      const packet = { cmd: 'publish', topic, payload, qos: 1, retain: true, dup: false } as const;
      broker.publish(packet, () => undefined);
    };
    for (const topic of kept.keys()) publish(topic);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
    stop = async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await new Promise<void>((closed) => broker.close(closed));
    };
  }

  await open();
  hang([]);
  const url = `http://127.0.0.1:${port}`;
  const away = async () => {
    publish = () => undefined;
    await stop();
  };
  return { url, said, show, hang, change, answer, bumped, away, open, close: away };
}

function allDay(tickets: readonly Ticket[]) {
  const counts = new Map<string, number>();
  for (const { name, quantity, bumped, change } of tickets.flatMap(({ items }) => items)) {
    if (!bumped && change !== 'cancelled') counts.set(name, (counts.get(name) ?? 0) + quantity);
  }
  return [...counts]
    .map(([name, quantity]) => ({ name, quantity }))
    .sort((a, b) => b.quantity - a.quantity);
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The page under the policy that the gateway gives it. */
function file(response: ServerResponse, path: string): void {
  const isPage = path === '/kitchen';
  const name = isPage ? 'kitchen/index.html' : path;
  if (!isPage && !path.startsWith('/assets/')) return void response.writeHead(204).end();
  const policy = "default-src 'none';script-src 'self';style-src 'self';connect-src 'self'";
  response
    .writeHead(200, {
      'content-type': isPage ? 'text/html' : (TYPES[extname(name)] ?? 'text/plain'),
      'content-security-policy': `${policy};img-src 'self'`,
    })
    .end(readFileSync(join(BUNDLED, name)));
}
