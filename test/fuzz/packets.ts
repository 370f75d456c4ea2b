import fc from 'fast-check';
import { generate, type Packet } from 'mqtt-packet';

/** None of the house's own: what is said here reaches nobody. */
const TOPICS = ['fuzz', 'fuzz/a', 'fuzz/b/c', 'fuzz//', '/fuzz'];
const FILTERS = [...TOPICS, 'fuzz/#', '+/fuzz/+', '#', '$SYS/#', 'pos/+/do/+', 'pos/now/cart/+'];
const STRANGE = [
  '',
  '\0',
  'fuzz/+',
  '#/a',
  'a/#/b',
  '/'.repeat(300),
  'x'.repeat(60_000),
  '__proto__',
];

const id = fc.integer({ min: 0, max: 65_535 });
const qos = fc.constantFrom(0, 1, 2);
const word = (known: string[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 6 }, fc.constantFrom(...STRANGE));
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((one) => Buffer.from(one));

/** How one comes in; `username` and `password` may be good. */
export interface Key {
  username: string;
  password: string;
}
export function connect({ username, password }: Key, clientId = 'fuzz'): Buffer {
  const known = { username, password: Buffer.from(password), clientId, keepalive: 30 };
  return generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    ...known,
  });
}

const will = fc.record({ topic: word(TOPICS), payload: bytes(90), qos, retain: fc.boolean() });
/** Each kind of packet there is, also those that only a broker says. */
const KINDS = {
  connect: fc.record({
    protocolId: fc.constantFrom('MQTT', 'MQIsdp'),
    protocolVersion: fc.constantFrom(3, 4, 5),
    clientId: word(['fuzz', 'fuzz-2']),
    clean: fc.boolean(),
    keepalive: id,
    username: fc.option(word(['token', 'pos']), { nil: undefined }),
    will: fc.option(will, { nil: undefined }),
  }),
  connack: fc.record({ returnCode: fc.nat(6), sessionPresent: fc.boolean() }),
  publish: fc.record({
    messageId: id,
    topic: word(TOPICS),
    payload: bytes(2_000),
    qos,
    retain: fc.boolean(),
    dup: fc.boolean(),
  }),
  puback: fc.record({ messageId: id }),
  pubrec: fc.record({ messageId: id }),
  pubrel: fc.record({ messageId: id }),
  pubcomp: fc.record({ messageId: id }),
  subscribe: fc.record({
    messageId: id,
    subscriptions: fc.array(fc.record({ topic: word(FILTERS), qos }), { maxLength: 20 }),
  }),
  suback: fc.record({ messageId: id, granted: fc.array(qos) }),
  unsubscribe: fc.record({ messageId: id, unsubscriptions: fc.array(word(FILTERS)) }),
  unsuback: fc.record({ messageId: id, granted: fc.array(qos) }),
  pingreq: fc.record({}),
  pingresp: fc.record({}),
  disconnect: fc.record({}),
  auth: fc.record({ reasonCode: fc.constantFrom(0, 24, 25) }),
};

function written(packet: object): Buffer {
  try {
    return generate(packet as Packet, { protocolVersion: 4 });
  } catch {
    return Buffer.alloc(0); // the library writes nothing that is so wrong; `mangled` does
  }
}
const packet = fc.oneof(
  ...Object.entries(KINDS).map(([cmd, fields]) =>
    (fields as fc.Arbitrary<object>).map((one) => written({ cmd, ...one })),
  ),
);

/** Bytes as they are, or with some of them cut off, changed or put in. */
const mangled = (whole: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(whole, fc.nat(), bytes(8), fc.constantFrom('as it is', 'cut', 'changed', 'put in'))
    .map(([all, at, some, how]) => {
      const where = all.length ? at % all.length : 0;
      const [before, after] = [all.subarray(0, where), all.subarray(where)];
      if (how === 'cut') return before;
      if (how === 'put in') return Buffer.concat([before, some, after]);
      if (how === 'changed') return Buffer.concat([before, some, after.subarray(some.length)]);
      return all;
    });

/** What one says: some packets one after the other, in pieces of any length. */
export const speech: fc.Arbitrary<{ isKnown: boolean; pieces: Buffer[] }> = fc
  .record({
    isKnown: fc.boolean(),
    packets: fc.array(fc.oneof(mangled(packet), bytes(200)), { minLength: 1, maxLength: 6 }),
    piece: fc.constantFrom(1, 7, 200, 70_000),
  })
  .map(({ isKnown, packets, piece }) => {
    const all = Buffer.concat(packets);
    // a byte at a time only where it is short
    const length = Math.max(piece, Math.ceil(all.length / 200));
    const pieces: Buffer[] = [];
    for (let at = 0; at < all.length; at += length) pieces.push(all.subarray(at, at + length));
    return { isKnown, pieces };
  });
