import { timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import net from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import { type Bus, brokerSocket, connectBus } from '#shared/bus.ts';
import { type Config, readSecret } from '#shared/config.ts';
import { gatherWrites } from '#shared/gather.ts';
import type { Log } from '#shared/log.ts';
import { maySubscribe, type Peer } from './access.ts';
import { bridgeToScreens } from './bridge.ts';
import { watchTickets } from './delivery.ts';
import type { FindScreen } from './devices.ts';
import type { Doorman } from './doorman.ts';
import { packetGuard } from './packet-guard.ts';
import { acceptScreens, type Place } from './screen-door.ts';
import { holdSession } from './screen-session.ts';
import type { FindSession } from './sessions.ts';

/** Who is let in at `/mqtt`: somebody by the token of a session, a screen by its own secret. */
export interface Keys {
  session: FindSession;
  screen: FindScreen;
}

export interface Broker {
  /** The gateway's own connection: an MQTT client like any other, on a pair of streams. */
  connect(): Bus;
  /** Takes screens at `/mqtt` of this server. */
  takeScreens(server: Server, doorman: Doorman): void;
  /** Cuts off the screens of a session that is over. */
  endSession(tokenHash: string): void;
  /** Cuts off a screen that is another than it was, or gone. */
  endScreen(screen_id: string): void;
  /** Who is connected at `/mqtt`, the longest first. */
  places(): Iterable<Place>;
  /** How many connections were cut off because they stopped reading. */
  cutOff(): number;
  /** From now on this hears of each ticket that one of its station's screens acknowledges. */
  onDelivered(hear: (ticket_id: number) => void): void;
  close(): Promise<void>;
}

export async function openBroker(config: Config, log: Log, keys: Keys): Promise<Broker> {
  const peers = new WeakMap<Duplex, Peer>();
  const peerOf = (client: Client | null) => client && peers.get(client.conn as Duplex);
  const toolPassword = readSecret(config, 'broker-password').toString('base64url');
  const screens = new Set<Place>();
  let cutOff = 0;

  let delivered: (ticket_id: number) => void = () => undefined;
  const proof = watchTickets((ticket_id) => delivered(ticket_id));

  const aedes = await Aedes.createBroker({
    connectTimeout: 3_000, // ms: a real client says CONNECT at once
    drainTimeout: 3_000, // ms: a service that stops reading holds up the others no longer
    maxTopicLevels: 8,
    concurrency: 500, // deliveries at once: 100 would make 60 screens wait for each other
    preConnect(client, packet, done) {
      const { kind } = peerOf(client) as Peer;
      // nobody can take the place of another kind of client, nor leave anything behind here
      if (kind !== 'service') packet.clientId = `${kind}/${packet.clientId}`;
      packet.clean = true;
      done(null, true);
    },
    authenticate(client, username, password, done) {
      const peer = peerOf(client) as Peer;
      if (peer.kind === 'service') return done(null, true);
      const secret = password?.toString() ?? '';
      const { subscriptions } = client as unknown as { subscriptions: object };
      peer.subscriptions = () => Object.keys(subscriptions).length;
      if (peer.kind === 'tool') return done(null, username === 'pos' && same(secret, toolPassword));
      (username === 'token' ? logIn() : recognise()).then(
        (isRight) => done(null, isRight),
        // nobody can tell: the screen keeps its token or secret and tries again
        () => done(Object.assign(new Error('nobody can tell'), { returnCode: 3 }), false),
      );

      async function logIn(): Promise<boolean> {
        const found = await keys.session(secret);
        Object.assign(peer, found);
        if (found) holdSession(client.conn as Duplex, found.session, () => keys.session(secret));
        return found !== undefined;
      }
      async function recognise(): Promise<boolean> {
        const found = await keys.screen(secret);
        if (!found || found.screen_id !== username) return false;
        peer.screen = found;
        return true;
      }
    },
    authorizePublish(client, _packet, done) {
      // screens read over MQTT and write over HTTP; tools only watch
      done(peerOf(client)?.kind === 'service' ? null : new Error('publishing is not allowed'));
    },
    authorizeSubscribe(client, subscription, done) {
      const peer = peerOf(client) as Peer;
      done(null, maySubscribe(peer, subscription.topic) ? subscription : null);
    },
    authorizeForward(client, packet) {
      // who looks on at a till proves nothing for the kitchen
      return peerOf(client)?.screen ? proof.forward(client, packet) : packet;
    },
  });
  const { persistence } = aedes as unknown as { persistence: Persistence };
  const clear = persistence.outgoingClearMessageId.bind(persistence);
  persistence.outgoingClearMessageId = (client, packet) => {
    proof.acknowledged(client, packet.messageId); // the event `ack` does not say of what
    return clear(client, packet);
  };
  aedes.on('clientError', (client, error) => log.debug({ err: error, id: client.id }, 'client'));
  aedes.on('connectionError', (_client, error) => log.debug({ err: error }, 'connection'));
  (aedes as EventEmitter).on('error', (error) => log.error({ err: error }, 'broker'));

  function take(stream: Duplex, peer: Peer, request?: IncomingMessage): void {
    peers.set(stream, peer);
    aedes.handle(stream, request);
  }

  function inMemory(): Duplex {
    const [ours, theirs] = duplexPair();
    ours.once('close', () => theirs.destroy()); // the pair does not tell by itself
    theirs.once('close', () => ours.destroy());
    take(theirs, { kind: 'service' });
    return ours;
  }

  const listeners = [await listenOnSocket(brokerSocket(config), take)];
  if (config.POS_BROKER_PORT) listeners.push(await listenForTools(config.POS_BROKER_PORT, take));
  const bridge = config.POS_BROKER_URL
    ? bridgeToScreens(config, log, connectBus('gateway-bridge', config, log, inMemory))
    : undefined;

  return {
    connect: () => connectBus('gateway', config, log, bridge ? undefined : inMemory),
    takeScreens(server, doorman) {
      acceptScreens(server, doorman, screens, take, () => cutOff++);
    },
    endSession(tokenHash) {
      for (const { peer, stream } of screens) if (peer.token_hash === tokenHash) stream.destroy();
    },
    endScreen(screen_id) {
      for (const { peer, stream } of screens) {
        if (peer.screen?.screen_id === screen_id) stream.destroy();
      }
    },
    places: () => screens,
    cutOff: () => cutOff,
    onDelivered(hear) {
      delivered = hear;
    },
    async close() {
      for (const listener of listeners) listener.close();
      for (const { stream } of screens) stream.destroy();
      await bridge?.close();
      await new Promise<void>((closed) => aedes.close(closed));
    },
  };
}

/** What Aedes does when a client has acknowledged a message; not in its types. */
interface Persistence {
  outgoingClearMessageId(client: Client, packet: { messageId: number }): Promise<unknown>;
}

type Take = (stream: Duplex, peer: Peer, request?: IncomingMessage) => void;

/** The services' socket, in a folder that only our user can enter: no port and no password. */
async function listenOnSocket(path: string, take: Take): Promise<net.Server> {
  if (await answers(path)) throw new Error(`Another gateway is listening at ${path}.`);
  rmSync(path, { force: true }); // left by a gateway that was killed
  const server = net.createServer((socket) => take(gatherWrites(socket), { kind: 'service' }));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(path, listening);
  });
  return server;
}

function answers(path: string): Promise<boolean> {
  return new Promise((tell) => {
    const socket = net.connect(path, () => tell(true));
    socket.on('connect', () => socket.destroy()).on('error', () => tell(false));
  });
}

/** An operator's own tools, on this machine only: they may watch what happens and is shown. */
async function listenForTools(port: number, take: Take): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.setNoDelay(true); // without it Nagle and delayed ACKs cost 40 ms a message
    const packets = packetGuard();
    // heard as the broker reads: one that only announces a huge packet would fill the memory
    socket.on('data', (bytes: Buffer) => packets.within(bytes) || socket.destroy());
    socket.pause(); // until the broker reads
    take(socket, { kind: 'tool' });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening);
  });
  return server;
}

function same(a: string, b: string): boolean {
  const [given, right] = [Buffer.from(a), Buffer.from(b)];
  return given.length === right.length && timingSafeEqual(given, right);
}
