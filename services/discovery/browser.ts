import type { RemoteInfo } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Bonjour } from 'bonjour-service';
import type { Log } from '#shared/log.ts';
import { type DnsRecord, type Instance, openAdvertised } from './advertised.ts';
import { addressesOf } from './advertisement.ts';
import { type Multicast, openMulticast } from './mdns.ts';

/** A new address is noticed this soon, as for our own advertisement. */
const LOOK_EVERY_MS = 5_000;
/** Names that are asked for at once: one packet of questions. */
const MOST_QUESTIONS = 20;

export interface Browser {
  /** Asks every network for what it has. */
  ask(): void;
  /** What is advertised, and has not said goodbye or grown old. */
  all(): Instance[];
  stop(): Promise<void>;
}

interface Packet {
  answers?: DnsRecord[];
  additionals?: DnsRecord[];
}

/** Listens to what is advertised under these types on every network; sends only when asked. */
export function openBrowser(
  types: readonly string[],
  log: Log,
  interfaces = networkInterfaces,
): Browser {
  const advertised = openAdvertised(types);
  const now = () => performance.now();
  let standing = '';
  let open: { instance: Bonjour; mdns: Multicast }[] = [];

  function hear(mdns: Multicast, packet: Packet, from: RemoteInfo): void {
    const { answers = [], additionals = [] } = packet;
    const before = new Set(advertised.unclear(now()));
    advertised.hear([...answers, ...additionals], from.address, now());
    // a responder may leave out what belongs to a name: it is asked for, once for each packet
    const unclear = advertised.unclear(now()).filter((name) => !before.has(name));
    askFor(mdns, unclear);
  }
  function askFor(mdns: Multicast, names: string[]): void {
    const questions = names
      .slice(0, MOST_QUESTIONS)
      .flatMap((name) => ['SRV', 'TXT'].map((type) => ({ name, type })));
    if (questions.length) mdns.query(questions);
  }
  function close(): Promise<unknown> {
    const leaving = open.map(({ instance }) => new Promise<void>((gone) => instance.destroy(gone)));
    open = [];
    return Promise.all(leaving);
  }
  function look(): void {
    const addresses = addressesOf(interfaces());
    if (String(addresses) === standing) return;
    void close();
    standing = String(addresses);
    open = addresses.map((address) => {
      const failed = (error: Error) => {
        standing = ''; // to be tried again at the next look
        log.warn({ err: error, address }, 'this network cannot be listened to');
      };
      const one = openMulticast(address, failed);
      one.mdns.on('response', (packet: Packet, from: RemoteInfo) => hear(one.mdns, packet, from));
      one.mdns.on('warning', (error: Error) => log.debug({ err: error }, 'not a packet of mDNS'));
      return one;
    });
  }
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);

  return {
    ask() {
      look(); // at once where there is a new network
      for (const { mdns } of open) {
        mdns.query(types.map((name) => ({ name, type: 'PTR' })));
        askFor(mdns, advertised.unclear(now()));
      }
    },
    all: () => advertised.all(now()),
    async stop() {
      clearInterval(timer);
      await close();
    },
  };
}
