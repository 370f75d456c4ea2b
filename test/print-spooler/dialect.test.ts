import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { conditionOf } from '../../services/print-spooler/condition.ts';
import { confirmsBy, DIALECTS, type Reply } from '../../services/print-spooler/dialect.ts';

const heard = (language: 'escpos' | 'star', ...pieces: number[][]): Reply[] => {
  const read = DIALECTS[language].reader();
  return pieces.flatMap((piece) => read(Buffer.from(piece)));
};
const conditions = (replies: Reply[]) =>
  replies.flatMap((reply) => (reply.what === 'sensors' ? [conditionOf(reply.sensors)] : []));
const done = (replies: Reply[]) =>
  replies.flatMap((reply) => (reply.what === 'done' ? [reply.token] : []));

describe("a printer's answer", () => {
  it('to how it is, tells what keeps it from printing', () => {
    const asked = (...bytes: number[]) => conditions(heard('escpos', bytes));
    assert.deepEqual(asked(0x12, 0x12, 0x12), ['ready']);
    assert.deepEqual(asked(0x12, 0x12, 0x1e), ['paper_low']);
    assert.deepEqual(asked(0x1a, 0x32, 0x7e), ['paper_out']);
    assert.deepEqual(asked(0x1a, 0x16, 0x12), ['cover_open']);
    assert.deepEqual(asked(0x1a, 0x52, 0x12), ['error']);
    assert.deepEqual(asked(0x1a, 0x12, 0x12), ['offline']);
  });

  it('is not mistaken for a confirmation when it only says how the printer is', () => {
    const unasked = [0x14, 0x00, 0x00, 0x0f]; // sent by itself when a drawer is opened
    assert.deepEqual(done(heard('escpos', unasked)), []);
    assert.deepEqual(done(heard('escpos', [0x12])), []);
    assert.deepEqual(done(heard('escpos', [...unasked, 0x00])), ['']);
    const paperOut = [0x18, 0x00, 0x0c, 0x0f];
    assert.deepEqual(conditions(heard('escpos', paperOut)), ['paper_out']);
  });

  it('names the job that is on paper, where the printer can', () => {
    const said = [0x37, 0x22, ...Buffer.from('0042'), 0];
    assert.deepEqual(done(heard('escpos', said)), ['0042']);
    const otherBlock = [0x37, 0x21, ...Buffer.from('0042'), 0];
    assert.deepEqual(done(heard('escpos', otherBlock)), []);
  });

  it('means the same however the network cuts it into pieces', () => {
    const words = ['\x12\x12\x1e', '_EPSON\0', '\x18\0\x0c\x0f', '7"0042\0', '\0'];
    const stream = [...Buffer.from(words.join(''), 'latin1')];
    const whole = heard('escpos', stream);
    assert.equal(whole.length, 5);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 })), (lengths) => {
        const pieces: number[][] = [];
        let at = 0;
        for (const length of lengths) pieces.push(stream.slice(at, (at += length)));
        pieces.push(stream.slice(at));
        assert.deepEqual(heard('escpos', ...pieces), whole);
      }),
    );
  });

  it('of a Star counts what is on paper, and says how it is', () => {
    const status = (at2: number, at5: number, counted: number) => {
      return [0x23, 0x06, at2, 0, 0, at5, 0, counted, 0];
    };
    const replies = heard('star', status(0, 0, 0x02), status(0x08, 0x0c, 0x62));
    assert.deepEqual(conditions(replies), ['ready', 'paper_out']);
    assert.deepEqual(
      replies.map((reply) => reply.what === 'sensors' && reply.etb),
      [1, 25],
    );
    assert.deepEqual(conditions(heard('star', status(0x28, 0, 0))), ['cover_open']);
  });
});

describe('how a printer confirms', () => {
  it('is asked in the words of its maker: others would print the question', () => {
    assert.equal(confirmsBy('escpos', 'EPSON TM-m30III'), 'process_id');
    assert.equal(confirmsBy('escpos', 'BIXOLON SRP-350'), 'status');
    assert.equal(confirmsBy('escpos', undefined), 'status');
    assert.equal(confirmsBy('star', undefined), 'etb');
  });
});
