import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SquareClient } from 'square';
import { startSquare } from './square.ts';

let folder: string;
const started: ChildProcess[] = [];
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pos-square-'));
});
after(() => {
  for (const main of started) main.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Boots main.ts as pm2 does. */
async function startMain(port: number) {
  const env = { POS_STATE_DIR: folder, POS_DEMO_SQUARE_PORT: String(port) };
  const main = fork(join(import.meta.dirname, 'main.ts'), { env });
  started.push(main);
  assert.deepEqual((await once(main, 'message'))[0], 'ready');
  return main;
}

describe('the demo Square', () => {
  it('runs as a process that remembers over a restart who has paid', async () => {
    const probe = await startSquare();
    await probe.close(); // its port is free now
    const { url, port, access_token } = probe;
    const client = new SquareClient({ token: access_token, baseUrl: url, maxRetries: 0 });
    const charge = {
      sourceId: 'cnon:card-nonce-ok',
      idempotencyKey: 'dinner',
      amountMoney: { amount: 1000n, currency: 'USD' },
    } as const;

    const main = await startMain(port);
    const { payment } = await client.payments.create(charge);
    main.send('shutdown');
    assert.deepEqual(await once(main, 'exit'), [0, null]);

    const again = await startMain(port);
    assert.equal((await client.payments.create(charge)).payment?.id, payment?.id);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/_control/ledger`, { method: 'POST', headers });
    const { result } = (await answer.json()) as { result: { sums: object[] } };
    const sums = { payment_id: payment?.id, captured: 1000, refunded: 0 };
    assert.deepEqual(result.sums, [sums]);
    again.send('shutdown');
    assert.deepEqual(await once(again, 'exit'), [0, null]);
  });

  it('is not confused by what it was writing when it was killed', async () => {
    const file = join(folder, 'torn', 'books.jsonl');
    const first = await startSquare({ file });
    const { payment_id } = first.control.reader_payment({ reference_id: 'kept', amount: 300 });
    await first.close();
    appendFileSync(file, '["payments","half",{"payment":{"id":"ha');
    const second = await startSquare({ file });
    assert.deepEqual(
      second.ledger.payments().map(({ id }) => id),
      [payment_id],
    );
    await second.close();
    const third = await startSquare({ file });
    assert.equal(third.ledger.captured('kept'), 300);
    await third.close();
  });

  it('is not run for an operator who names an environment of Square’s', () => {
    const root = join(import.meta.dirname, '../../..');
    const script = "import('./ecosystem.config.js').then((it) => console.log(JSON.stringify(it)))";
    const run = (env: object) =>
      execFileSync(process.execPath, ['-e', script], {
        cwd: root,
        env: { ...env },
        encoding: 'utf8',
      });
    assert.match(run({}), /demo-square/);
    assert.match(run({ SQUARE_ENVIRONMENT: '' }), /demo-square/);
    assert.doesNotMatch(run({ SQUARE_ENVIRONMENT: 'sandbox' }), /demo-square/);
    assert.doesNotMatch(run({ POS_DEMO: 'false' }), /demo-square/);
  });
});
