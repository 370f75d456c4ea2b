import type { networkInterfaces } from 'node:os';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Where everybody in a network hears: 192.168.1.255, of each network the machine is in. */
export function broadcastsOf(interfaces: Interfaces): string[] {
  return ownNetworks(interfaces).map(({ address, mask }) =>
    dotted((address | (~mask >>> 0)) >>> 0),
  );
}

/** Whether an address is a neighbor's: in one of the machine's networks, and not its own. */
export function isNeighbor(host: string, interfaces: Interfaces): boolean {
  const there = numberOf(host);
  return ownNetworks(interfaces).some(
    ({ address, mask }) => address !== there && (address & mask) >>> 0 === (there & mask) >>> 0,
  );
}

function ownNetworks(interfaces: Interfaces): { address: number; mask: number }[] {
  return Object.values(interfaces)
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address, netmask }) => ({ address: numberOf(address), mask: numberOf(netmask) }));
}

const numberOf = (address: string) =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

const dotted = (address: number) =>
  [24, 16, 8, 0].map((bits) => (address >>> bits) & 0xff).join('.');
