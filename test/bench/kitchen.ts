import type { MqttClient } from 'mqtt';
import type { Ticket } from '#shared/contracts/tickets.ts';
import type { Restaurant } from '../support/restaurant.ts';
import { memoryOf, processesOf } from './processes.ts';
import { openAll, openStalled, post, subscribe } from './screens.ts';
import { percentile, type Row, rounded, type Table } from './table.ts';

const TOPIC = 'pos/now/kitchen/kitchen/+';
const SCREENS_OF_A_HOUSE = 30;
const TWICE_AS_MANY = 60;

/** From the call of `POST …/send` to the ticket at each screen; what screens cost the gateway. */
export async function kitchen(quick: boolean, restaurant: Restaurant): Promise<Table[]> {
  const token = await restaurant.login();
  const calls = quick ? 5 : 200;
  const many = quick ? 3 : SCREENS_OF_A_HOUSE;
  const rows = [
    await send(restaurant, token, calls, 1),
    await send(restaurant, token, calls, many),
    await send(restaurant, token, calls, many, 1),
  ];
  const weighed = await weigh(restaurant, token, quick ? 6 : TWICE_AS_MANY);
  return [
    { title: 'POST send, from the call to the ticket at a kitchen screen', rows },
    { title: 'Memory of the gateway (PSS), MB', rows: weighed },
  ];
}

/** The moment at which a client has the ticket of an order, and its id. */
function ticketOf(client: MqttClient, order_id: number): Promise<{ at: number; id: number }> {
  return new Promise((came) => {
    client.on('message', function hear(topic: string, message: Buffer) {
      if (topic.endsWith('/index') || message.length === 0) return;
      const ticket = JSON.parse(message.toString()) as Ticket;
      if (ticket.order_id !== order_id) return;
      client.off('message', hear);
      came({ at: performance.now(), id: ticket.id });
    });
  });
}

async function send(
  restaurant: Restaurant,
  token: string,
  calls: number,
  subscribers: number,
  stalled = 0,
): Promise<Row> {
  const { url } = restaurant;
  const asleep = await openAll(stalled, () => openStalled(url, token, TOPIC));
  const screens = await openAll(subscribers - stalled, () => subscribe(url, token, TOPIC));
  const came: number[] = [];
  for (let call = 0; call < calls; call++) {
    const items = [{ item_id: 17, quantity: 1 }];
    const { id } = await post(restaurant, token, 'POST', '/orders', { items });
    const hung = screens.map((screen) => ticketOf(screen, id));
    const called = performance.now();
    const answered = post(restaurant, token, 'POST', `/orders/${id}/send`, {});
    const seen = await Promise.all(hung);
    await answered;
    came.push(...seen.map(({ at }) => at - called));
    // the rail stays as short as a kitchen's that keeps up
    await post(restaurant, token, 'POST', `/kitchen/tickets/${seen[0]?.id}/bump`, {});
  }
  await Promise.all(screens.map((screen) => screen.endAsync(true)));
  await Promise.all(asleep.map((end) => end()));
  const [p50, p99] = [0.5, 0.99].map((share) => rounded(percentile(came, share)));
  return { screens: subscribers, stalled, calls, 'p50 ms': p50 ?? 0, 'p99 ms': p99 ?? 0 };
}

async function weigh(restaurant: Restaurant, token: string, count: number): Promise<Row[]> {
  const gateway = (await processesOf(restaurant)).get('gateway') as number;
  const without = memoryOf(gateway);
  const screens = await openAll(count, () => subscribe(restaurant.url, token, TOPIC));
  const beside = memoryOf(gateway);
  await Promise.all(screens.map((screen) => screen.endAsync(true)));
  return [
    { screens: 0, gateway: rounded(without) },
    { screens: count, gateway: rounded(beside) },
  ];
}
