import net from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { z } from 'zod';
import { type Config, runtimeDir } from './config.ts';
import { type Show, topicOf } from './contracts/contract.ts';
import { encode } from './encode.ts';
import { gatherWrites } from './gather.ts';
import type { Log } from './log.ts';

/** A service says this each second; `head` is its journal's last entry. */
export interface Status {
  state: 'starting' | 'waiting_for_storage' | 'ready' | 'offline';
  head: number;
  head_hash: string;
  started_at: string;
  pid: number;
  problem?: string;
  /** Entries of the journals it follows that it has yet to take in. */
  behind?: number;
}

/** A retained topic and what stands in it. */
export type Shown<S extends Show> = [S, Names, z.output<S['payload']>];
type Names = Record<string, string | number>;
type Listener = (message: string, topic: string) => void;

/**
 * Bytes; Node's own 64 kB are what small buffers are cut from together. mqtt-packet keeps four
 * bytes for each length of a packet that it ever wrote, and each four kept their 64 kB: 40 MB in
 * the gateway after 600 orders, and more with each new length.
 */
Buffer.poolSize = 1024;

/** After a (re)connect, ghosts of an earlier life are cleared for this long. */
const GHOST_WATCH_MS = 3000;

export interface Bus {
  readonly name: string;
  readonly connected: boolean;
  /** QoS 1; dropped while disconnected: questions are asked again, journals caught up. */
  publish(topic: string, message: string, retain?: boolean): void;
  /** Hears a filter from now on and after every reconnect. */
  subscribe(filter: string, listener: Listener): void;
  unsubscribe(filter: string): void;
  onConnect(listener: () => void): void;
  /** Of one service, or of all with `+`. */
  onStatus(service: string, listener: (status: Status, service: string) => void): void;
  statusOf(service: string): Status | undefined;
  /**
   * Sets a retained topic, whole, with `at` and `revision`; `null` clears it. What is set again
   * before the end of the commit that it is shown by is told once, as it is then.
   */
  show<S extends Show>(show: S, names: Names, payload: Shown<S>[2] | null): void;
  /** From now on these shows are ours: what stands in them and is not shown is cleared. */
  ownShows(shows: readonly Show[], names?: Names): void;
  /** What screens tell newer from older by: it never falls, also over restarts. */
  countRevisions(revision: () => number): void;
  close(): Promise<void>;
}

/** Where the services meet, without a port: `<runtime directory>/broker.sock`. */
export function brokerSocket(config: Config): string {
  return join(runtimeDir(config), 'broker.sock');
}

/**
 * Connects a service; `stream` replaces the unix socket (the gateway's own in-memory pair).
 * Reconnects for ever. QoS 1 everywhere: Aedes loses messages where a publisher mixes.
 */
export function connectBus(name: string, config: Config, log: Log, stream?: () => Duplex): Bus {
  const client = connect(name, config, stream);
  const listeners = new Map<string, Listener[]>();
  const statuses = new Map<string, Status>();
  const shown = new Map<string, string>();
  const changed = new Map<string, () => string | null>();
  const ours: string[] = [];
  let watchingUntil = 0;
  let revision = () => 0;

  let complaint = '';
  client.on('error', (error) => {
    // ours is away for a second at times; an operator's own may refuse us for ever
    const isOutside = config.POS_BROKER_URL && !stream && !client.disconnecting;
    if (isOutside && error.message !== complaint) {
      log.warn({ problem: error.message }, 'the broker of POS_BROKER_URL does not take us');
    } else log.debug({ err: error }, 'broker connection');
    complaint = error.message;
  });
  client.on('connect', () => (complaint = ''));
  client.on('message', (topic, payload, packet) => {
    const message = payload.toString();
    if (packet.retain && ours.some((filter) => matches(filter, topic))) clearGhost(topic, message);
    for (const [filter, heard] of listeners) {
      if (!matches(filter, topic)) continue;
      for (const listener of heard) hear(listener, message, topic);
    }
  });

  function hear(listener: Listener, message: string, topic: string): void {
    try {
      listener(message, topic);
    } catch (error) {
      log.error({ err: error, topic }, 'a message could not be handled');
    }
  }

  function publish(topic: string, message: string, retain = false): void {
    if (client.connected) client.publish(topic, message, { qos: 1, retain });
  }

  function showChanged(): void {
    for (const [topic, write] of changed) {
      const message = write();
      if (message) shown.set(topic, message);
      else shown.delete(topic);
      publish(topic, message ?? '', true);
    }
    changed.clear();
  }

  function clearGhost(topic: string, message: string): void {
    if (message && !shown.has(topic)) publish(topic, '', true);
  }

  function reshow(): void {
    if (!ours.length) return;
    watchingUntil = Date.now() + GHOST_WATCH_MS;
    for (const [topic, message] of shown) publish(topic, message, true);
    client.subscribe(ours, { qos: 1 });
    setTimeout(() => {
      if (Date.now() >= watchingUntil) for (const filter of ours) client.unsubscribe(filter);
    }, GHOST_WATCH_MS + 10).unref();
  }
  client.on('connect', reshow);

  return {
    name,
    get connected() {
      return client.connected;
    },
    publish,
    subscribe(filter, listener) {
      listeners.set(filter, [...(listeners.get(filter) ?? []), listener]);
      client.subscribe(filter, { qos: 1 });
    },
    unsubscribe(filter) {
      listeners.delete(filter);
      client.unsubscribe(filter);
    },
    onConnect: (listener) => void client.on('connect', listener),
    onStatus(service, listener) {
      this.subscribe(`pos/${service}/status`, (message, topic) => {
        const status = JSON.parse(message) as Status;
        const from = topic.split('/')[1] as string;
        statuses.set(from, status);
        listener(status, from);
      });
    },
    statusOf: (service) => statuses.get(service),
    show(show, names, payload) {
      if (changed.size === 0) process.nextTick(showChanged); // before any answer of the commit
      changed.set(
        topicOf(show, names),
        () =>
          payload &&
          JSON.stringify({
            ...(encode(show.payload, payload as never) as object),
            at: new Date().toISOString(),
            revision: revision(),
          }),
      );
    },
    ownShows(shows, names) {
      ours.push(...shows.map((show) => topicOf(show, names)));
      if (client.connected) reshow();
    },
    countRevisions: (count) => void (revision = count),
    close: () => client.endAsync(),
  };
}

function connect(name: string, config: Config, stream?: () => Duplex): MqttClient {
  const options: IClientOptions = {
    clientId: name,
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 100, // ms: a gateway that was killed is back within a second
    connectTimeout: 5_000,
    writeCache: false, // all 65,536 numbers of two bytes made beforehand: 7 MB a process, and 45 ms
    log: () => {}, // its debug lines cost some 2 % of the gateway's time, also when nobody reads
    will: {
      topic: `pos/${name}/status`,
      payload: Buffer.from(JSON.stringify({ state: 'offline', head: 0, head_hash: '' })),
      qos: 1,
      retain: false,
    },
  };
  if (stream) return new mqtt.MqttClient(stream, options);
  if (config.POS_BROKER_URL) {
    const client = mqtt.connect(config.POS_BROKER_URL, {
      ...options,
      reconnectPeriod: 1_000, // ms: it is not ours, and may refuse us for long
      reconnectOnConnackError: true, // until somebody has put the password right
    });
    // without it Nagle and delayed ACKs make a question cost 87 ms instead of 1
    client.on('connect', () => (client.stream as unknown as net.Socket).setNoDelay?.(true));
    return client;
  }
  const path = brokerSocket(config);
  return new mqtt.MqttClient(() => gatherWrites(net.connect(path)), options);
}

/** Whether an MQTT filter with `+` matches a topic; a final `#` takes the rest. */
export function matches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  if (!filter.includes('+') && !filter.endsWith('#')) return false;
  const parts = filter.split('/');
  const levels = topic.split('/');
  for (const [i, part] of parts.entries()) {
    if (part === '#') return true;
    if (part !== '+' && part !== levels[i]) return false;
  }
  return parts.length === levels.length;
}
