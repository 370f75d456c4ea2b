import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { describe, it } from 'node:test';
import { gatherWrites } from '#shared/gather.ts';

/** A stream that notes what each call of the system would send. */
function wire() {
  const calls: string[] = [];
  const stream = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      calls.push(bytes.toString());
      done();
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    },
  });
  return { calls, stream: gatherWrites(stream) };
}

/** As MQTT packets are written: between a cork and an uncork. */
function packet(stream: Duplex, ...parts: string[]): void {
  stream.cork();
  for (const part of parts) stream.write(part);
  process.nextTick(() => stream.uncork());
}
const turn = () => new Promise((next) => setImmediate(next));

describe('packets of one turn of the event loop', () => {
  it('leave together, in order, also those that a promise brings', async () => {
    const { calls, stream } = wire();
    packet(stream, 'a', 'b');
    await Promise.resolve();
    packet(stream, 'c');
    process.nextTick(() => packet(stream, 'd'));
    assert.deepEqual(calls, []);
    await turn();
    assert.deepEqual(calls, ['abcd']);
    packet(stream, 'e');
    await turn();
    assert.deepEqual(calls, ['abcd', 'e']);
  });

  it('leave with the end of the stream, when it comes first', async () => {
    const { calls, stream } = wire();
    packet(stream, 'a');
    stream.end('z');
    await turn();
    assert.deepEqual(calls.join(''), 'az');
  });
});
