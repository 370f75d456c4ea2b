import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, it } from 'node:test';
import {
  addressesOf,
  hostOf,
  NAME,
  nameBeside,
  txtOf,
} from '../../services/discovery/advertisement.ts';

function address(ip: string, more: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo {
  const card = { mac: 'dc:a6:32:00:00:01', internal: false, cidr: null, netmask: '255.255.255.0' };
  return { address: ip, family: 'IPv4', ...card, ...more } as NetworkInterfaceInfo;
}
const loopback = address('127.0.0.1', { internal: true, mac: '00:00:00:00:00:00' });

describe('the networks a server stands in', () => {
  it('are none while there is only the machine itself', () => {
    assert.deepEqual(addressesOf({ lo: [loopback] }), []);
    assert.deepEqual(addressesOf({ eth0: undefined }), []);
  });
  it('have one address each, however many there are', () => {
    const interfaces = {
      lo: [loopback],
      wlan0: [address('192.168.8.5')],
      eth0: [address('192.168.1.7'), address('192.168.1.8')],
    };
    assert.deepEqual(addressesOf(interfaces), ['192.168.1.7', '192.168.8.5']);
  });
  it('are told by IPv4 addresses', () => {
    const six = address('fe80::1', { family: 'IPv6', scopeid: 2 } as object);
    assert.deepEqual(addressesOf({ eth0: [six] }), []);
    assert.deepEqual(addressesOf({ eth0: [six, address('10.0.0.9')] }), ['10.0.0.9']);
  });
  it('are no tunnels', () => {
    assert.deepEqual(addressesOf({ wg0: [address('10.8.0.2', { mac: '00:00:00:00:00:00' })] }), []);
  });
});

describe('the advertisement', () => {
  const server = { port: 8000, version: '1.2.3', hostname: 'kitchenpi' };

  it('says what speaks here, and where its documents are', () => {
    assert.deepEqual(txtOf(server, '192.168.1.7'), {
      txtvers: '1',
      version: '1.2.3',
      api: 'http',
      docs: 'http://192.168.1.7:8000/docs',
      host: 'kitchenpi',
      path: '/',
      ws: '/mqtt',
    });
  });
  it('points to a name of the local network, whatever the machine calls itself', () => {
    for (const hostname of ['kitchenpi', 'kitchenpi.local', 'kitchenpi.example.com']) {
      assert.equal(hostOf({ ...server, hostname }), 'kitchenpi.local');
    }
  });
});

describe('the name of a server', () => {
  it('is what tills look for', () => assert.equal(nameBeside([]), 'Restaurant POS Server'));
  it('gets the first free number where it is taken', () => {
    assert.equal(nameBeside([NAME]), `${NAME} (2)`);
    assert.equal(nameBeside([NAME, `${NAME} (2)`]), `${NAME} (3)`);
    assert.equal(nameBeside([NAME, `${NAME} (3)`]), `${NAME} (2)`);
  });
  it('is taken in any case of its letters', () => {
    assert.equal(nameBeside(['RESTAURANT pos server']), `${NAME} (2)`);
  });
  it('does not mind other names', () => assert.equal(nameBeside(['Bar', `${NAME} (2)`]), NAME));
});
