import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type DnsRecord,
  MOST_INSTANCES,
  MOST_OF_ONE_HOST,
  openAdvertised,
  printerOf,
  screenOf,
  txtOf,
  typesOf,
} from '../../services/discovery/advertised.ts';
import { macOf, serialOf, uuidOf } from '../../services/discovery/identity.ts';
import { MAKERS } from '../../services/discovery/maker.ts';
import { MOST_AT_ONE_HOST, MOST_SEEN, openSightings } from '../../services/discovery/sightings.ts';
import { sighting } from '#shared/contracts/discovery.ts';
import { epsonReply, starReply } from './neighborhood.ts';

const TYPES = typesOf({ printers: true, screens: true });
const RAW = TYPES[0] as string;
const seen_at = '2026-11-23T18:00:00.000Z';
const HOST = '192.168.1.60';

/** The records that advertise a printer, as multicast-dns decodes them. */
const records = (name: string, { port = 9100, ttl = 120, txt = [] as string[] } = {}) => [
  { name: RAW, type: 'PTR', ttl, data: `${name}.${RAW}` },
  { name: `${name}.${RAW}`, type: 'SRV', ttl, data: { port, target: 'x.local' } },
  { name: `${name}.${RAW}`, type: 'TXT', ttl, data: txt.map((one) => Buffer.from(one)) },
];

describe('an advertisement', () => {
  it('is a printer with a name, a language and what it is known by', () => {
    const advertised = openAdvertised(TYPES);
    const uuid = 'e3248000-80ce-11db-8000-64eb8c0a0b0c';
    const txt = ['txtvers=1', 'ty=EPSON TM-m30', `UUID=${uuid.toUpperCase()}`, 'usb_MFG=EPSON'];
    advertised.hear(records('Bar. Left v1.2', { txt }), HOST, 0);
    assert.deepEqual(advertised.all(0).map(printerOf), [
      {
        host: HOST,
        port: 9100,
        name: 'Bar. Left v1.2',
        language: 'escpos',
        identities: [`uuid:${uuid}`],
        found_by: ['mdns'],
      },
    ]);
  });
  it('is at its sender’s address, follows it, and is gone with its goodbye or its time', () => {
    const advertised = openAdvertised(TYPES);
    const hosts = (now: number) => advertised.all(now).map(({ host }) => host);
    advertised.hear(records('Bar'), HOST, 0);
    advertised.hear(records('Bar', { ttl: 0 }), '192.168.1.66', 1);
    assert.deepEqual(hosts(1), [HOST], 'nobody says goodbye for another');
    advertised.hear(records('Bar'), '192.168.1.61', 2);
    assert.deepEqual(hosts(2), ['192.168.1.61']);
    assert.deepEqual(hosts(130_000), []);
    advertised.hear(records('Bar'), HOST, 140_000);
    advertised.hear(records('Bar', { ttl: 0 }), HOST, 140_001);
    assert.deepEqual(hosts(140_002), []);
  });
  it('that is told in part is asked for the rest', () => {
    const advertised = openAdvertised(TYPES);
    advertised.hear(records('Bar').slice(0, 1), HOST, 0);
    assert.deepEqual(advertised.unclear(0), [`Bar.${RAW}`]);
    assert.deepEqual(advertised.all(0).map(printerOf), [undefined]);
    advertised.hear(records('Bar').slice(1), HOST, 0);
    assert.deepEqual(advertised.unclear(0), []);
  });
});

describe('a flood of names', () => {
  it('takes no more memory than so many, and one machine no more than its part', () => {
    const advertised = openAdvertised(TYPES);
    for (let i = 0; i < 2 * MOST_OF_ONE_HOST; i++) advertised.hear(records(`P${i}`), HOST, 0);
    assert.equal(advertised.all(0).length, MOST_OF_ONE_HOST);
    for (let i = 0; i < 2 * MOST_INSTANCES; i++) {
      advertised.hear(records(`Q${i}`), `10.0.${i >> 8}.${i & 255}`, 0);
    }
    assert.equal(advertised.all(0).length, MOST_INSTANCES);
    advertised.hear(records('Later'), '10.9.9.9', 130_000);
    assert.equal(advertised.all(130_000).length, 1, 'there is room again');
  });
  it('of printers neither', () => {
    const sightings = openSightings();
    const seen = (host: string, port: number) => ({
      host,
      port,
      name: 'X',
      language: null,
      identities: [],
      found_by: ['star' as const],
    });
    for (let i = 0; i < 2 * MOST_AT_ONE_HOST; i++) sightings.hear(seen(HOST, 9000 + i), seen_at, 0);
    assert.equal(sightings.all(0).length, MOST_AT_ONE_HOST);
    for (let i = 0; i < 2 * MOST_SEEN; i++) {
      sightings.hear(seen(`10.0.${i >> 8}.${i & 255}`, 9100), seen_at, 0);
    }
    assert.equal(sightings.all(0).length, MOST_SEEN);
    assert.equal(sightings.all(4 * 60_000).length, 0, 'none answered for long');
  });
});

describe('a hostile packet', () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  const cut = fc.tuple(fc.constantFrom(starReply(), epsonReply()), fc.nat(302), bytes);
  const mangled = cut.map(([reply, to, more]) => Buffer.concat([reply.subarray(0, to), more]));

  it('of a maker’s kind is a printer that the contract knows, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, mangled), (packet) => {
        for (const { read } of MAKERS) {
          const seen = read(packet, HOST);
          if (seen) sighting.parse({ ...seen, seen_at });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('of mDNS too, whatever its records hold', () => {
    const name = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).map((one) => `${one}.${RAW}`),
      fc.constantFrom(...TYPES),
    );
    const anything = fc.anything({ withBigInt: true, withTypedArray: true });
    const txt = fc.array(
      fc.oneof(
        bytes.map((one) => Buffer.from(one)),
        fc.string(),
      ),
    );
    const port = fc.oneof(fc.integer(), fc.constant(9100), anything);
    const record: fc.Arbitrary<DnsRecord> = fc.record({
      name: fc.oneof(name, anything),
      type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'OPT', 7),
      ttl: fc.oneof(fc.integer(), fc.constant(120), anything),
      data: fc.oneof(name, txt, fc.record({ port }), anything),
    });
    fc.assert(
      fc.property(fc.array(record), (packet) => {
        const advertised = openAdvertised(TYPES);
        advertised.hear(packet, HOST, 0);
        for (const one of advertised.all(0)) {
          const seen = printerOf(one);
          if (seen) sighting.parse({ ...seen, seen_at });
          screenOf(one);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('identifies nobody by what is no MAC, UUID or serial number', () => {
    const none = ['', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:fb', '1234'];
    for (const one of none) assert.equal(macOf(one), undefined, one);
    assert.equal(macOf('00-11-62-0A-0B-0C'), 'mac:00:11:62:0a:0b:0c');
    assert.equal(uuidOf('00000000-0000-0000-0000-000000000000'), undefined);
    assert.equal(serialOf('TM-m30', '000'), undefined);
    assert.equal(txtOf(['a=1', 'A=2', 'b', '=c']).get('a'), '1');
  });
});
