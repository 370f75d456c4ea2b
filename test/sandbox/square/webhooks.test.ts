import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { WebhooksHelper } from 'square';
import { until } from '../../support/until.ts';
import { openLocal } from './local-square.ts';

const place = openLocal();
const signature_key = 'sq-test-signature-key';
const notification_url = 'https://pos.example.com/square/webhook';

interface Post {
  body: string;
  signature: string;
  retry: string | undefined;
}

let server: Server;
let url: string;
const posts: Post[] = [];
let refuse = 0;
before(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { headers } = request;
      const signature = String(headers['x-square-hmacsha256-signature']);
      posts.push({ body, signature, retry: headers['square-retry-number'] as string | undefined });
      response.writeHead(refuse-- > 0 ? 503 : 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/square/webhook`;
});
after(() => server.close());

describe('the webhook', () => {
  it('hears of a payment, signed as Square signs', async () => {
    place.square.control.subscribe({ url, signature_key, notification_url });
    const { payment_id } = place.square.control.reader_payment({ amount: 300 });
    await until('both events are there', () => posts.length >= 2);
    for (const { body, signature } of posts) {
      const parts = { requestBody: body, signatureHeader: signature, signatureKey: signature_key };
      assert.ok(
        await WebhooksHelper.verifySignature({ ...parts, notificationUrl: notification_url }),
      );
      assert.ok(!(await WebhooksHelper.verifySignature({ ...parts, notificationUrl: url })));
      const event = JSON.parse(body) as { type: string; data: { id: string; type: string } };
      assert.match(event.type, /^payment\.(created|updated)$/);
      assert.deepEqual([event.data.type, event.data.id], ['payment', payment_id]);
    }
  });

  it('hears again what it could not take', async () => {
    posts.length = 0;
    refuse = 2;
    place.square.control.reader_payment({ amount: 300 });
    await until('both are repeated', () => posts.length >= 4);
    const retries = posts.map(({ retry }) => retry ?? '0').toSorted();
    assert.deepEqual(retries, ['0', '0', '1', '1']);
    assert.equal(new Set(posts.map(({ body }) => body)).size, 2);
  });

  it('hears twice what is sent twice, and nothing when it has left', async () => {
    posts.length = 0;
    const last = place.square.control.happenings().at(-1);
    assert.ok(place.square.control.resend({ event_id: last?.event_id as string }));
    await until('it is there', () => posts.length === 1);
    assert.deepEqual(JSON.parse(posts[0]?.body as string), last);
    assert.ok(!place.square.control.resend({ event_id: 'never' }));
    place.square.control.subscribe(null);
    place.square.control.reader_payment({ amount: 300 });
    assert.equal(posts.length, 1);
  });
});
