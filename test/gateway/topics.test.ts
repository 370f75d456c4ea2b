import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { SCREEN_KINDS, type ScreenKind } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import { type Door, mayHear, openDoor } from '../support/door.ts';
import { connectScreen } from '../support/front.ts';
import { freePorts } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

type Who = 'admin' | 'staff' | 'tool' | ScreenKind | `waiting ${ScreenKind}`;
const WAITING = SCREEN_KINDS.map((kind) => `waiting ${kind}` as const);
const EVERYBODY: Who[] = ['admin', 'staff', 'tool', ...SCREEN_KINDS, ...WAITING];
const STAFF: Who[] = ['admin', 'staff', 'tool'];

/** Screens of till `bar` and station `grill`; their secrets are these names. */
const screenOf = (kind: ScreenKind, status: Screen['status']): Screen => ({
  screen_id: `${kind}-${status}`,
  kind,
  name: kind,
  status,
  code: null,
  till: kind === 'customer_display' ? 'bar' : null,
  stations: kind === 'kitchen' ? ['grill'] : [],
  registered_at: '2026-11-23T18:00:00.000Z',
  approved_at: null,
  seen_at: null,
});
const SCREENS = Object.fromEntries(
  SCREEN_KINDS.flatMap((kind) => [
    [kind, screenOf(kind, 'approved')],
    [`waiting ${kind}`, screenOf(kind, 'pending')],
  ]),
);

/** Who hears what, for each show: said once more here, by hand, so that nobody opens one unseen. */
const TABLE: Record<string, [filter: string, ...Who[]][]> = {
  alarm: [
    ['pos/now/alarms/orders/x', ...STAFF],
    ['pos/now/alarms/+/+', ...STAFF],
  ],
  menu_changed: [['pos/now/menu', ...STAFF, 'kitchen', 'customer_display']],
  availability: [['pos/now/availability', ...STAFF, 'kitchen', 'customer_display']],
  working: [['pos/now/working', ...STAFF]],
  cart: [
    ['pos/now/cart/bar', ...STAFF, 'customer_display'],
    ['pos/now/cart/main', ...STAFF],
    ['pos/now/cart/+', ...STAFF],
  ],
  open_order: [
    ['pos/now/orders/1', ...STAFF],
    ['pos/now/orders/+', ...STAFF],
  ],
  headline: [['pos/now/headline', 'admin', 'tool']],
  ticket_index: [
    ['pos/now/kitchen/grill/index', ...STAFF, 'kitchen'],
    ['pos/now/kitchen/fryer/index', ...STAFF],
    ['pos/now/kitchen/+/index', ...STAFF],
  ],
  ticket: [
    ['pos/now/kitchen/grill/1', ...STAFF, 'kitchen'],
    ['pos/now/kitchen/grill/+', ...STAFF, 'kitchen'],
    ['pos/now/kitchen/fryer/1', ...STAFF],
    ['pos/now/kitchen/+/+', ...STAFF],
  ],
  board: [['pos/now/board', ...STAFF, ...SCREEN_KINDS]],
  screen: [
    ...SCREEN_KINDS.flatMap((kind): [string, ...Who[]][] => [
      [`pos/now/screens/${kind}-approved`, ...STAFF, kind],
      [`pos/now/screens/${kind}-pending`, ...STAFF, `waiting ${kind}`],
    ]),
    ['pos/now/screens/+', ...STAFF],
  ],
  print_job: [
    ['pos/now/print_jobs/receipt-1', ...STAFF],
    ['pos/now/print_jobs/+', ...STAFF],
  ],
};
/** What goes on between services, and what the broker itself says. */
const BETWEEN = CONTRACTS.flatMap(({ service, operations, events }) => [
  ...Object.keys(operations).map((name) => `pos/${service}/do/${name}`),
  ...Object.keys(events).map((name) => `pos/${service}/did/${name}`),
  `pos/${service}/status`,
  `pos/answers/${service}`,
]);
const WATCHED_BY_TOOLS = /\/(did|status)(\/|$)/;
const TOO_MUCH = [
  '#',
  'pos/#',
  'pos/+/#',
  '+/+/+',
  'pos/now/+/+/+/+',
  '$SYS/#',
  '$share/a/pos/now/menu',
];

let door: Door;
let toolPort: number;
before(async () => {
  toolPort = (await freePorts(1))[0] as number;
  door = await openDoor({ POS_BROKER_PORT: String(toolPort) }, undefined, SCREENS);
});
after(() => door.close());

async function connect(who: Who, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await reach(who, options);
  client.on('error', () => undefined);
  return client;
}
function reach(who: Who, options: IClientOptions): Promise<MqttClient> {
  if (who === 'admin' || who === 'staff') {
    return connectScreen(door.port, who === 'admin' ? 'ada' : 'ben', options);
  }
  if (who !== 'tool') {
    const username = (SCREENS[who] as Screen).screen_id;
    return connectScreen(door.port, who, { ...options, username });
  }
  const secret = join(door.house.config.POS_STATE_DIR, 'secrets/broker-password');
  const password = readFileSync(secret).toString('base64url');
  const how = { username: 'pos', password, protocolVersion: 4 as const, reconnectPeriod: 0 };
  return mqtt.connectAsync(`mqtt://127.0.0.1:${toolPort}`, { ...how, ...options }, false);
}

describe('every topic', { timeout: 120_000 }, () => {
  it('that is shown is in the table', () => {
    const shows = CONTRACTS.flatMap((contract) => Object.keys(contract.shows));
    assert.deepEqual(Object.keys(TABLE).toSorted(), shows.toSorted());
  });

  for (const who of EVERYBODY) {
    it(`is heard by ${who} as the table says, and no other is`, async () => {
      const client = await connect(who);
      const hears = async (filters: string[]) => {
        const heard = await Promise.all(filters.map((filter) => mayHear(client, filter)));
        return filters.filter((_, i) => heard[i]);
      };
      const rows = Object.values(TABLE).flat();
      const allowed = rows.filter(([, ...readers]) => readers.includes(who)).map(([name]) => name);
      assert.deepEqual(await hears(rows.map(([filter]) => filter)), allowed);
      const between = who === 'tool' ? BETWEEN.filter((one) => WATCHED_BY_TOOLS.test(one)) : [];
      assert.deepEqual(await hears(BETWEEN), between);
      assert.deepEqual(await hears(TOO_MUCH), who === 'tool' ? ['pos/now/+/+/+/+'] : []);
      await client.endAsync(true);
    });

    it(`is not spoken at by ${who}, who is cut off, nor by their last will`, async () => {
      const said: string[] = [];
      door.house.bus.subscribe('#', (message, topic) => said.push(`${topic} ${message}`));
      const own = Object.values(TABLE)
        .flat()
        .filter(([, ...readers]) => readers.includes(who));
      const topics = [...own.map(([topic]) => topic).filter((one) => !one.includes('+')), ...SOME];
      for (const topic of topics) {
        const will = { topic, payload: Buffer.from('boo'), qos: 1 as const, retain: true };
        const client = await connect(who, { will });
        const end = new Promise<string>((tell) => {
          client.once('close', () => tell('cut off'));
          const how = { qos: 1, retain: true } as const;
          client.publish(topic, 'boo', how, (error) => error ?? tell('acknowledged'));
        });
        assert.equal(await end, 'cut off', topic);
      }
      const last = `end of ${who}`;
      door.house.bus.publish('pos/end', last);
      await until('what was said later is heard', () => said.includes(`pos/end ${last}`));
      assert.deepEqual(
        said.filter((one) => one.endsWith('boo')),
        [],
      );
      door.house.bus.unsubscribe('#');
    });
  }
});

/** Where it would do most harm. */
const SOME = [
  'pos/orders/do/create_order',
  'pos/staff/do/login',
  'pos/staff/did/session_started',
  'pos/answers/gateway',
  'pos/orders/status',
  'pos/now/cart/main',
  'x',
];
