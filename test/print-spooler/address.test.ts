import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayBePrinter, type OwnAddress } from '../../services/print-spooler/address.ts';

const net = (address: string, netmask: string, internal = false): OwnAddress => {
  return { address, netmask, internal, family: 'IPv4' };
};
const OWN = [
  net('127.0.0.1', '255.0.0.0', true),
  net('192.168.1.10', '255.255.255.0'),
  net('10.20.0.5', '255.255.0.0'),
];
const may = (host: string, port = 9100, demo?: number) => mayBePrinter({ host, port }, OWN, demo);

describe('a printer may be', () => {
  it("on the restaurant's own networks, at the ports of printers", () => {
    assert.ok(may('192.168.1.60') && may('192.168.1.60', 9109) && may('10.20.99.1'));
  });
});

describe('a printer is no way', () => {
  it('to another network, in the house or on the internet', () => {
    for (const host of ['192.168.2.60', '10.21.0.1', '8.8.8.8', '172.16.0.1', '169.254.169.254']) {
      assert.equal(may(host), false, host);
    }
  });

  it('to other services of a neighbor', () => {
    for (const port of [22, 80, 443, 515, 631, 8000, 9099, 9110]) {
      assert.equal(may('192.168.1.60', port), false, String(port));
    }
  });

  it('to the server itself, by any of its addresses', () => {
    for (const host of ['192.168.1.10', '10.20.0.5', '127.0.0.1', '127.9.9.9', '0.0.0.0']) {
      assert.equal(may(host), false, host);
    }
  });

  it('to everybody at once', () => {
    for (const host of ['192.168.1.255', '192.168.1.0', '255.255.255.255', '224.0.0.1']) {
      assert.equal(may(host), false, host);
    }
  });

  it('under another spelling of an address', () => {
    const spellings = ['0300.0250.1.074', '3232235836', '0xc0a8013c', '192.168.1', '192.168.1.060'];
    for (const host of [
      ...spellings,
      '::ffff:192.168.1.60',
      'printer.local',
      '',
      '192.168.1.60 ',
    ]) {
      assert.equal(may(host), false, host);
    }
  });

  it('to a public network, even where the server itself is on it', () => {
    const own = [net('203.0.113.10', '255.255.255.0')];
    assert.equal(mayBePrinter({ host: '203.0.113.60', port: 9100 }, own, undefined), false);
  });
});

describe("the demo's printer", () => {
  it('is on this machine, at its own port or those of printers, in the demo only', () => {
    assert.ok(may('127.0.0.1', 9100, 9199) && may('127.0.0.1', 9199, 9199));
    assert.equal(may('127.0.0.1', 8000, 9199), false);
    assert.equal(may('127.0.0.1', 9100), false);
  });
});
