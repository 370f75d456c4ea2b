/** One of the machine's own addresses, as the system lists them. */
export interface OwnAddress {
  address: string;
  netmask: string;
  internal: boolean;
  family: string;
}

/** What receipt printers listen at: 9100, and its neighbors where one box serves several. */
const [FIRST_PORT, LAST_PORT] = [9100, 9109];
/** Networks of houses; whoever listens at another one is no printer of ours. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'].map((net) => {
  const [base = '', bits = ''] = net.split('/');
  return { base: numberOf(base), mask: (0xffffffff << (32 - Number(bits))) >>> 0 };
});

/** The field that is to be another, where the server may not connect there; see mayBePrinter. */
export function wrongOf(
  address: { host: string; port: number },
  own: OwnAddress[],
  demo_port: number | undefined,
): 'host' | 'port' | undefined {
  if (mayBePrinter(address, own, demo_port)) return undefined;
  return mayBePrinter({ ...address, port: FIRST_PORT }, own, demo_port) ? 'port' : 'host';
}

/**
 * Whether the server may connect there: a printer must not become a way into the network, or out
 * of it. Only a host on one of our own private networks, not ourselves and not all of it at once;
 * in the demo (`demo_port`) this machine as well, where the demo's printer is.
 */
export function mayBePrinter(
  { host, port }: { host: string; port: number },
  own: OwnAddress[],
  demo_port: number | undefined,
): boolean {
  const isPort = port >= FIRST_PORT && port <= LAST_PORT;
  const there = numberOf(host);
  if (!Number.isInteger(there)) return false;
  if (host.startsWith('127.')) return demo_port !== undefined && (isPort || port === demo_port);
  if (!isPort || !PRIVATE.some(({ base, mask }) => sameNet(there, base, mask))) return false;
  const ours = own.filter(({ family, internal }) => family === 'IPv4' && !internal);
  if (ours.some(({ address }) => address === host)) return false;
  return ours.some(({ address, netmask }) => {
    const mask = numberOf(netmask);
    const rest = ~mask >>> 0;
    const isAll = (there & rest) >>> 0 === rest || (there & rest) === 0;
    return !isAll && sameNet(there, numberOf(address), mask);
  });
}

function sameNet(one: number, other: number, mask: number): boolean {
  return (one & mask) >>> 0 === (other & mask) >>> 0;
}

/** `192.168.1.60` as a number; NaN for anything else, also where an octet has a leading zero. */
function numberOf(address: string): number {
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet))) return NaN;
  if (octets.some((octet) => Number(octet) > 255)) return NaN;
  return octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
