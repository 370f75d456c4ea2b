import { once, type EventEmitter } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import bonjour, { type Bonjour } from 'bonjour-service';
import type { Log } from '#shared/log.ts';
import { addressesOf, hostOf, nameBeside, type Server, txtOf } from './advertisement.ts';

const TYPE = 'pos';
/** A new address (DHCP, another cable) is noticed this soon; a published one is frozen. */
const LOOK_EVERY_MS = 5_000;
/** DNS-SD's own measure: a name is asked for three times, 250 ms apart. */
const ASKED_TIMES = 3;
const BETWEEN_ASKING_MS = 250;
/** An announcement goes out within milliseconds; after this the network does not take it. */
const UP_WITHIN_MS = 3_000;
/** A process has 2.5 s to stop in; a goodbye that does not go out by now never will. */
const GOODBYE_WITHIN_MS = 800;

/**
 * Keeps us advertised as `_pos._tcp` on every network the machine is in, from the first address
 * on and through every change of addresses. `stop` takes less than a second.
 */
export function advertise(server: Server, log: Log): { stop(): Promise<void> } {
  let standing = '';
  let instances: Bonjour[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout;

  /** One instance per network: one alone speaks on one interface only. */
  function open(address: string): Bonjour {
    const failed = (error: Error) => {
      standing = ''; // to be tried again at the next look
      log.warn({ err: error, address }, 'this network cannot be told about us');
    };
    const { instance } = openMulticast(address, failed);
    return instance;
  }

  async function publish(addresses: string[]): Promise<void> {
    instances = addresses.map(open);
    const name = nameBeside(await namesAround(instances));
    if (stopped) return;
    const signal = AbortSignal.timeout(UP_WITHIN_MS);
    const up = instances.map((instance, i) => {
      const txt = txtOf(server, addresses[i] as string);
      const what = { name, type: TYPE, port: server.port, host: hostOf(server), txt };
      // a probe of the library that finds the name taken says goodbye in the other's name
      return once(instance.publish({ ...what, probe: false, disableIPv6: true }), 'up', { signal });
    });
    await Promise.all(up);
    log.info({ name, addresses }, 'advertised on the local network');
  }

  async function withdraw(): Promise<void> {
    const leaving = instances.map(
      (instance) =>
        new Promise<void>((gone) => {
          instance.unpublishAll(() => instance.destroy(() => gone()));
        }),
    );
    instances = [];
    await Promise.race([Promise.all(leaving), wait(GOODBYE_WITHIN_MS)]);
  }

  async function look(): Promise<void> {
    const addresses = addressesOf(networkInterfaces());
    if (String(addresses) !== standing) {
      await withdraw();
      standing = String(addresses);
      await publish(addresses).catch((error: unknown) => {
        standing = '';
        log.warn({ err: error, addresses }, 'not advertised');
      });
    }
    if (!stopped) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }
  void look();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await withdraw();
    },
  };
}

/** Who else advertises itself as a POS server, on any of the networks. */
async function namesAround(instances: Bonjour[]): Promise<string[]> {
  const browsers = instances.map((instance) => instance.find({ type: TYPE }));
  for (let asked = 1; browsers.length && asked <= ASKED_TIMES; asked++) {
    await wait(BETWEEN_ASKING_MS);
    if (asked < ASKED_TIMES) for (const browser of browsers) browser.update();
  }
  for (const browser of browsers) browser.stop();
  return browsers.flatMap(({ services }) => services.map(({ name }) => name));
}

/** What multicast-dns has; bonjour-service shows only what its own browser makes of it. */
export interface Multicast extends EventEmitter {
  query(questions: { name: string; type: string }[]): void;
}

/** One instance in one network, which shares the port with whoever else is there. */
export function openMulticast(
  address: string,
  failed: (error: Error) => void,
): { instance: Bonjour; mdns: Multicast } {
  // bound to the address itself, the socket would hear no multicast and answer nobody
  const options = { interface: address, bind: '0.0.0.0' } as object;
  const instance = new bonjour.Bonjour(options, failed);
  // a port that cannot be shared is told there only, and would end the process unheard
  const { mdns } = (instance as unknown as { server: { mdns: Multicast } }).server;
  mdns.on('error', failed);
  return { instance, mdns };
}
