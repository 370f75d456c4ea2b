import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import bonjourService, { type Bonjour } from 'bonjour-service';
import fc from 'fast-check';
import { type DnsRecord, openAdvertised, typesOf } from '../../services/discovery/advertised.ts';
import type { Multicast } from '../../services/discovery/mdns.ts';
import { until } from '../support/until.ts';
import { runs } from './runs.ts';

/** The library as discovery has it, on a port of its own of this machine alone. */
let bonjour: Bonjour;
let mdns: Multicast;
let port: number;
let neighbor: Socket;
const heard = { packets: 0, spoilt: 0 };
const advertised = openAdvertised(typesOf({ printers: true, screens: true }));

before(async () => {
  neighbor = createSocket('udp4');
  await once(neighbor.bind(0, '127.0.0.1'), 'listening');
  const free = createSocket('udp4');
  await once(free.bind(0, '127.0.0.1'), 'listening');
  ({ port } = free.address());
  free.close();
  const alone = { port, ip: '127.0.0.1', interface: '127.0.0.1', bind: '127.0.0.1' };
  bonjour = new bonjourService.Bonjour({ ...alone, multicast: false } as object, (error: Error) => {
    throw error;
  });
  ({ mdns } = (bonjour as unknown as { server: { mdns: Multicast } }).server);
  mdns.on('packet', () => heard.packets++);
  mdns.on('warning', () => heard.spoilt++);
  // as openBrowser listens
  mdns.on('response', ({ answers = [], additionals = [] }: Record<string, DnsRecord[]>) => {
    advertised.hear([...answers, ...additionals], '127.0.0.1', 0);
  });
  bonjour.publish({ name: 'Restaurant POS Server', type: 'pos', port: 8000, probe: false });
  bonjour.find({ type: 'pos' });
  await until('it listens', () => {
    neighbor.send(Buffer.alloc(12), port, '127.0.0.1');
    return heard.packets + heard.spoilt > 0;
  });
});
after(async () => {
  neighbor.close();
  await new Promise<void>((closed) => bonjour.destroy(closed));
});

/** Says it, and waits until it was heard, as a packet or as none. */
async function said(packet: Buffer): Promise<void> {
  const soFar = heard.packets + heard.spoilt;
  neighbor.send(packet, port, '127.0.0.1');
  await until('it is heard', () => heard.packets + heard.spoilt > soFar);
}

const PTR = 12;
const TYPES = [1, PTR, 16, 28, 33, 41, 47, 255, 6, 43, 48];
const name = fc.array(
  fc.constantFrom(
    '_pos',
    '_tcp',
    'local',
    '_pdl-datastream',
    '_services',
    '_dns-sd',
    '_udp',
    'Bar',
    '',
  ),
  { maxLength: 6 },
);
const named = name.map((labels) =>
  Buffer.concat([
    ...labels.flatMap((one) => [Buffer.from([one.length]), Buffer.from(one)]),
    Buffer.alloc(1),
  ]),
);
/** One that leads back to another place of the packet, or in a circle. */
const pointer = fc.nat(80).map((at) => Buffer.from([0xc0, at]));
const number16 = fc.integer({ min: 0, max: 65_535 }).map((n) => Buffer.from([n >> 8, n & 255]));
const bytes = fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one));
const type = fc.constantFrom(...TYPES).map((n) => Buffer.from([0, n, 0, 1]));
const data = fc.oneof(bytes, named, fc.tuple(bytes, named).map(Buffer.concat as never));
const record = fc
  .tuple(
    fc.oneof(named, pointer),
    type,
    fc.oneof(data as fc.Arbitrary<Buffer>, bytes),
    fc.boolean(),
  )
  .map(([of, what, told, isHonest]) => {
    const length = told.length + (isHonest ? 0 : 7);
    return Buffer.concat([of, what, Buffer.from([0, 0, 0, 120, 0, length]), told]);
  });
const question = fc.tuple(fc.oneof(named, pointer), type).map((all) => Buffer.concat(all));
/** A question or an answer, as its head says or not, with some of it cut off. */
const packet = fc
  .record({
    isAnswer: fc.boolean(),
    questions: fc.array(question, { maxLength: 3 }),
    records: fc.array(record, { maxLength: 4 }),
    more: fc.nat(2),
    cut: fc.oneof(fc.constant(0), fc.nat(40)),
  })
  .map(({ isAnswer, questions, records, more, cut }) => {
    const counts = [questions.length, records.length + more, 0, 0];
    const head = [0, 0, isAnswer ? 0x84 : 0, 0, ...counts.flatMap((n) => [0, n])];
    const whole = Buffer.concat([Buffer.from(head), ...questions, ...records]);
    return whole.subarray(0, whole.length - cut);
  });
const noise = fc.tuple(number16, bytes).map((all) => Buffer.concat(all));

describe('whatever a neighbor says on the network', { timeout: 7_200_000 }, () => {
  it('is heard or passed over, and the next is heard', async () => {
    const property = fc.asyncProperty(fc.oneof({ arbitrary: packet, weight: 4 }, noise), said);
    await fc.assert(property, { ...runs(20), endOnFailure: true });
    assert.ok(heard.packets > 0, 'some were packets');
  });
});
