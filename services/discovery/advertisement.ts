import type { networkInterfaces } from 'node:os';

/** What the advertisement speaks of; `hostname` as the machine calls itself. */
export interface Server {
  port: number;
  version: string;
  hostname: string;
  /** Of the certificate, where it speaks TLS. */
  fingerprint?: string | undefined;
}

/** The name that tills look for. */
export const NAME = 'Restaurant POS Server';

/**
 * The first IPv4 address of every network the machine is in, sorted. Interfaces without a hardware
 * address (tunnels) are left out: bonjour-service gives them no address record.
 */
export function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): string[] {
  return Object.values(interfaces)
    .map((all = []) => all.find((one) => one.family === 'IPv4' && !one.internal && hasCard(one)))
    .flatMap((one) => one?.address ?? [])
    .sort();
}

const hasCard = ({ mac }: { mac: string }) => mac !== '00:00:00:00:00:00';

/** The TXT record in the network of `address`; each entry stays far below DNS-SD's 255 bytes. */
export function txtOf({ port, version, hostname, fingerprint }: Server, address: string) {
  const api = fingerprint ? 'https' : 'http';
  return {
    txtvers: '1',
    version,
    api,
    docs: `${api}://${address}:${port}/docs`,
    host: hostname,
    path: '/',
    ws: '/mqtt',
    ...(fingerprint && { fp: fingerprint }),
  };
}

/** Where the name points: without `.local` an iPad does not resolve it. */
export function hostOf({ hostname }: Server): string {
  return `${hostname.split('.')[0]}.local`;
}

/** Our name, or with the first number from 2 on that nobody around has; case does not matter. */
export function nameBeside(taken: readonly string[]): string {
  const there = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? NAME : `${NAME} (${number})`;
    if (!there.has(name.toLowerCase())) return name;
  }
}
