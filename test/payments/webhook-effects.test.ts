import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';
import { localEnv, openSquareFront, type SquareFront } from './square-front.ts';

const KEY = 'sq-test-signature-key';
/** Where Square believes that we are. */
const ADDRESS = 'https://pos.example.com/square/webhook';
const PAYS = '9fa747a2-25ff-48ee-b078-04381f7c828f';
const CARD = { method: 'card', source_id: 'cnon:card-nonce-ok' };

let house: SquareFront;
let till: Till;
before(async () => {
  house = await openSquareFront((square) => ({
    ...localEnv(square),
    SQUARE_WEBHOOK_SIGNATURE_KEY: KEY,
    SQUARE_WEBHOOK_URL: ADDRESS,
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'slow-pollers.js')}`,
  }));
  till = await openTill(house.front.house);
  // the SDK is loaded before it counts: what a webhook could not look at, only the pollers see
  await until('Square is known', async () => {
    const path = '/square/connection_status?refresh=true';
    const { body } = await house.front.call<{ status: string }>('GET', path, { token: house.ada });
    return body.status === 'connected';
  });
});
after(() => house.close());

const rows = <T>(sql: string) =>
  openBooks(house.front.house.config.POS_DATA_DIR).rows<T>('payments', sql);
/** From here on Square tells of all that happens there; the pollers sleep for an hour. */
const listen = () =>
  house.square.control.subscribe({
    url: `http://127.0.0.1:${house.front.port}/square/webhooks`,
    signature_key: KEY,
    notification_url: ADDRESS,
  });
const beDeaf = () => house.square.control.subscribe(null);
async function post<T>(path: string, body: object, method = 'POST'): Promise<T> {
  const how = { token: house.ada, body, headers: { 'idempotency-key': crypto.randomUUID() } };
  const answer = await house.front.call<T>(method, path, how);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body;
}
const soup = () => till.create(['Tomato soup']);
const isClosed = ({ id }: { id: number }) =>
  until('the order is closed', async () => (await till.see(id)).status === 'closed');
/** How often Square was asked for something by us. */
const asked = (endpoint: string) =>
  house.square.requests().filter((one) => one.endpoint === endpoint).length;

describe('what Square tells leads to something at once', { timeout: 300_000 }, () => {
  it('a reader’s payment of which the till forgot pays the order', async () => {
    const order = await soup();
    type Begun = { attempt_id: string; charge_amount: number };
    const begun = await post<Begun>('/square/attempts', { order_id: order.id });
    const { attempt_id: reference_id, charge_amount } = begun;
    const amount = Math.round(charge_amount * 100);
    listen();
    house.square.control.reader_payment({ amount, reference_id });
    await isClosed(order);
    beDeaf();
    assert.equal(asked('ListPayments'), 0);
  });

  it('a refund that was pending is done', async () => {
    house.square.control.settings({ refund_reads: 100, refund_ms: 3600_000 });
    const { id: order_id } = await soup();
    const closed = { order_id, payments: [CARD] };
    const order = (await till.ask('close_order', closed)).output as ToldOrder;
    await till.ask('refund_order', { order_id: order.id, reason: 'cold' });
    type Row = { status: string; square_refund_id: string };
    const row = () => rows<Row>(`SELECT * FROM card_refund WHERE order_id = ${order_id}`)[0];
    await until('it is pending', () => row()?.status === 'pending');
    listen();
    house.square.control.finish_refund({ refund_id: row()!.square_refund_id });
    await until('it is done', () => row()?.status === 'completed');
    beDeaf();
  });

  it('a checkout at a terminal that has ended pays the order', async () => {
    house.square.control.settings({ checkout_step_ms: 60_000 });
    const order = await soup();
    const wanted = { order_id: order.id, device_id: PAYS };
    const { checkout_id } = await post<{ checkout_id: string }>(
      '/square/terminal/checkouts',
      wanted,
    );
    await until('Square has it', () => {
      const sql = `SELECT * FROM terminal_checkout WHERE attempt_id = '${checkout_id}'`;
      return rows<{ square_checkout_id: string | null }>(sql)[0]?.square_checkout_id;
    });
    listen();
    house.square.control.settings({ checkout_step_ms: 0 });
    house.square.control.travel({ ms: 60_000 });
    await isClosed(order);
    beDeaf();
  });

  it('a terminal whose code was typed in is paired', async () => {
    const { id } = await post<{ id: number }>('/square/terminal/devices', { name: 'Bar' });
    type Row = { status: string; device_id: string; code_id: string };
    const row = () => rows<Row>(`SELECT * FROM terminal WHERE id = ${id}`)[0]!;
    assert.equal(row().status, 'pairing');
    listen();
    house.square.control.pair_device({ id: row().code_id, device_id: 'T-1' });
    await until('it is paired', () => row().status === 'paired');
    assert.equal(row().device_id, 'T-1');
    beDeaf();
  });

  it('a connection that the merchant ended is ended, and an alarm', async () => {
    const { square } = house;
    const put = {
      environment: 'local',
      location_id: square.location_id,
      access_token: square.access_token,
    };
    await post('/square/credentials', put, 'PUT');
    const revoked = () =>
      rows<{ revoked_code: string | null }>('SELECT revoked_code FROM square_credentials')[0];
    assert.equal(revoked()?.revoked_code, null);
    const heard = square.requests().length;
    listen();
    square.control.revoke_token();
    await until('it is ended', () => revoked()?.revoked_code === 'ACCESS_TOKEN_REVOKED');
    const alarms = () => rows("SELECT * FROM alarm WHERE name = 'square_disconnected'");
    await until('it is an alarm', () => alarms().length === 1);
    assert.equal(square.requests().length, heard, 'nobody had to be refused first');
    beDeaf();
  });
});
