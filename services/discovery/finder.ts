import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { SeenScreen, Sighting } from '#shared/contracts/discovery.ts';
import type { Log } from '#shared/log.ts';
import { printerOf, screenOf, typesOf } from './advertised.ts';
import { openBrowser } from './browser.ts';
import type { Maker } from './maker.ts';
import { openMakers } from './makers.ts';
import { readNeighbors } from './neighbors.ts';
import { broadcastsOf, isNeighbor } from './networks.ts';
import { merged, openSightings, type Seen, withMac } from './sightings.ts';

/** A printer answers within half a second, also where it is just printing. */
const ANSWERS_WITHIN_MS = 1_500;
/** Many ask at once; the network is asked once. */
const BETWEEN_ASKING_MS = 1_000;

interface Address {
  host: string;
  port: number;
}

export interface Finder {
  /** All that is known; with `search` after all have been asked, `addresses` each by itself. */
  printers(search: boolean, addresses: readonly Address[]): Promise<Sighting[]>;
  screens(search: boolean): Promise<SeenScreen[]>;
  stop(): Promise<void>;
}

interface Looking {
  printers: boolean;
  screens: boolean;
  log: Log;
  /** In place of the printers' own, at their ports. */
  makers?: readonly Maker[];
  interfaces?: typeof networkInterfaces;
  neighbors?: typeof readNeighbors;
}

/** Looks for what is enabled; with nothing enabled there is neither a socket nor a packet. */
export function openFinder({
  log,
  makers,
  interfaces = networkInterfaces,
  neighbors = readNeighbors,
  ...enabled
}: Looking): Finder {
  const sightings = openSightings();
  const types = typesOf(enabled);
  const browser = types.length > 0 ? openBrowser(types, log, interfaces) : undefined;
  let asked: readonly string[] = []; // who is asked by name may answer, wherever it is
  const isWelcome = (host: string) => asked.includes(host) || isNeighbor(host, interfaces());
  const hear = (seen: Seen) => {
    sightings.hear(seen, new Date().toISOString(), performance.now());
  };
  const asking = enabled.printers ? openMakers({ hear, isWelcome, log, makers }) : undefined;
  let lastAsked = -BETWEEN_ASKING_MS;

  async function search(hosts: string[]): Promise<void> {
    if (hosts.length > 0) asked = hosts;
    asking?.ask(hosts);
    if (performance.now() - lastAsked >= BETWEEN_ASKING_MS) {
      lastAsked = performance.now();
      browser?.ask();
      asking?.ask(broadcastsOf(interfaces()));
    }
    await wait(ANSWERS_WITHIN_MS / 2);
    // spoken to, a neighbor is in the machine's table with its MAC, also where it only advertises
    const seen = [...new Set((browser?.all() ?? []).map(({ host }) => host))];
    asking?.ask(seen.filter((host) => isNeighbor(host, interfaces())));
    await wait(ANSWERS_WITHIN_MS / 2);
  }
  function all(addresses: readonly Address[], macs: Map<string, string>): Sighting[] {
    const at = new Date().toISOString();
    const found = new Map<string, Sighting>();
    const add = (seen: Seen, seen_at: string) => {
      const key = `${seen.host}:${seen.port}`;
      const before = found.get(key);
      found.set(key, { ...merged(seen, before), seen_at });
    };
    for (const instance of browser?.all() ?? []) {
      const seen = printerOf(instance);
      if (seen) add(seen, at);
    }
    for (const one of sightings.all(performance.now())) add(one, one.seen_at);
    for (const { host, port } of addresses) {
      const is = { host, port, name: host, language: null, identities: [] };
      const known = found.has(`${host}:${port}`);
      if (!known && macs.has(host)) add({ ...is, found_by: ['address'] }, at);
    }
    return [...found.values()].map((one) => withMac(one, macs));
  }

  return {
    async printers(isSearch, addresses) {
      if (!enabled.printers) return [];
      if (isSearch) await search(addresses.map(({ host }) => host));
      return all(addresses, await neighbors());
    },
    async screens(isSearch) {
      if (!enabled.screens) return [];
      if (isSearch) await search([]);
      const macs = await neighbors();
      const seen_at = new Date().toISOString();
      return (browser?.all() ?? [])
        .flatMap((instance) => screenOf(instance) ?? [])
        .map((screen) => withMac({ ...screen, seen_at }, macs));
    },
    async stop() {
      asking?.stop();
      await browser?.stop();
    },
  };
}
