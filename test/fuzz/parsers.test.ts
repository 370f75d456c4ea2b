import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PosError } from '#shared/errors.ts';
import { menuFromCsv } from '../../services/catalog/import-handlers.ts';
import { readWebhook } from '../../services/payments/webhook.ts';
import { conditionOf } from '../../services/print-spooler/condition.ts';
import { DIALECTS, type Reply } from '../../services/print-spooler/dialect.ts';
import { nasty } from './nasty.ts';
import { runs } from './runs.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((one) => Buffer.from(one));

describe('whatever a printer answers', { timeout: 7_200_000 }, () => {
  for (const [language, dialect] of Object.entries(DIALECTS)) {
    const heads = fc
      .constantFrom('_', '7"', '7', '\x10', '\x12', '\x23\x86', '\0')
      .map(Buffer.from);
    const answers = fc.array(fc.oneof(bytes, heads), { maxLength: 20 });

    it(`in ${language} is understood, or passed over`, () => {
      fc.assert(
        fc.property(answers, (pieces) => {
          const read = dialect.reader();
          for (const reply of pieces.flatMap(read)) isReply(reply);
        }),
        runs(100),
      );
    });

    it(`in ${language} without an end is let go, and what comes after it is heard`, () => {
      const well = language === 'star' ? '\x23\x06\0\0\0\0\0\0\0' : '\x12\x12\x12';
      const endless = fc.constantFrom('_', '7', '7"').map((head) => `${head}${'x'.repeat(5_000)}`);
      fc.assert(
        fc.property(endless, fc.integer({ min: 1, max: 5_000 }), (said, length) => {
          const read = dialect.reader();
          for (let at = 0; at < said.length; at += length) {
            read(Buffer.from(said.slice(at, at + length)));
          }
          const heard = read(Buffer.from(well, 'latin1'));
          assert.deepEqual(
            heard.map(({ what }) => what),
            ['sensors'],
          );
        }),
        runs(3),
      );
    });
  }

  function isReply(reply: Reply): void {
    if (reply.what === 'sensors') assert.ok(conditionOf(reply.sensors));
    else assert.equal(typeof (reply.what === 'name' ? reply.name : reply.token), 'string');
  }
});

describe('whatever is imported as a table', { timeout: 7_200_000 }, () => {
  const HEAD = 'kind,parent,name,reg_price,available,taxes,modifier_lists';
  const cell = fc.oneof(
    fc.constantFrom(
      'tax',
      'item',
      'category',
      'mod',
      'Drinks',
      'true',
      '7.5',
      '"a""b"',
      '"',
      "'=1",
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    nasty.filter((one) => typeof one === 'string').map(String),
  );
  const row = fc.array(cell, { maxLength: 9 }).map((cells) => cells.join(','));
  const table = fc
    .tuple(fc.constantFrom(HEAD, 'kind,name', 'name,kind', ''), fc.array(row, { maxLength: 8 }))
    .map(([head, rows]) => [head, ...rows].join('\r\n'));

  it('is a menu, or refused with the line and column that is wrong', () => {
    fc.assert(
      fc.property(fc.oneof(table, cell), (csv) => {
        try {
          menuFromCsv(csv);
        } catch (error) {
          assert.ok(error instanceof PosError, String(error));
          assert.equal(error.code, 'VALIDATION_FAILED');
          for (const { line, column } of error.info.errors ?? []) {
            assert.ok(line && column, JSON.stringify(error.info));
          }
        }
      }),
      runs(100),
    );
  });
});

describe('whatever comes to the webhook', { timeout: 7_200_000 }, () => {
  const TYPES = ['payment.updated', 'refund.updated', 'terminal.checkout.updated', 'x'];
  const event = fc.record(
    {
      merchant_id: nasty,
      type: fc.oneof(fc.constantFrom(...TYPES, 'oauth.authorization.revoked'), nasty),
      event_id: fc.oneof(fc.constant('e-1'), nasty),
      data: fc.oneof(fc.record({ id: nasty, object: nasty }), nasty),
    },
    { requiredKeys: [] },
  );
  it('says something that we know, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(event, nasty), (said) => {
        const told = readWebhook(JSON.stringify(said));
        if (!told) return;
        assert.ok(told.event_id.length <= 200);
        for (const word of Object.values(told.tidings)) {
          assert.ok(word === null || typeof word === 'string');
        }
      }),
      runs(40),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void readWebhook(text)),
      runs(40),
    );
  });
});
