import { createSocket, type Socket } from 'node:dgram';
import type { Log } from '#shared/log.ts';
import { MAKERS, type Maker } from './maker.ts';
import type { Seen } from './sightings.ts';

export interface Makers {
  /** Sends each maker's question to these addresses. */
  ask(hosts: readonly string[]): void;
  stop(): void;
}

interface Ears {
  /** Of a reply that could be read. */
  hear: (seen: Seen) => void;
  /** Whether a reply from there counts. */
  isWelcome: (host: string) => boolean;
  log: Log;
  makers?: readonly Maker[];
}

/** Epson's and Star's own questions, each from a port of its own that the system chooses. */
export function openMakers({ hear, isWelcome, log, makers = MAKERS }: Ears): Makers {
  let stopped = false;
  const sockets = makers.map((maker): { maker: Maker; socket: Socket } => {
    const socket = createSocket('udp4');
    socket.on('error', (error) => log.warn({ err: error, maker: maker.name }, 'cannot ask'));
    socket.on('message', (reply, { address }) => {
      if (!isWelcome(address)) return;
      const seen = maker.read(reply, address);
      if (seen) hear(seen);
    });
    socket.bind(0, () => !stopped && socket.setBroadcast(true));
    return { maker, socket };
  });

  return {
    ask(hosts) {
      for (const { maker, socket } of sockets) {
        for (const host of hosts) {
          // a network that is just gone refuses: the next look asks again
          socket.send(maker.question, maker.port, host, (error) => {
            if (error) log.debug({ err: error, host }, 'not asked');
          });
        }
      }
    },
    stop() {
      stopped = true;
      for (const { socket } of sockets) socket.close();
    },
  };
}
