import mqtt, { type MqttClient } from 'mqtt';
import { randomKey } from './calls.ts';
import { newestOnly, type Stamp } from './newest.ts';

/** `waiting`: connected, but what is shown has not been told anew yet. */
export type LinkState = 'down' | 'waiting' | 'live';

/** Who a screen is to the server, for MQTT and for its own calls. */
export interface Credentials {
  screen_id: string;
  secret: string;
}

/** Tries again after so long, then after twice as long each time. */
const FIRST_WAIT_MS = 1_000;
/** A kitchen that waits for its tickets is worth more than a question in vain. */
const LONGEST_WAIT_MS = 5_000;
/** A connection that held for so long and is cut is tried again at once: as on approval. */
const HELD_MS = 1_000;
/** A cable that is pulled says nothing: the server is asked this often, and missed 6 s later. */
const KEEPALIVE_S = 4;
const MISSED_AFTER_MS = 6_000;
const CONNECT_WITHIN_MS = 5_000;
/** CONNACK: bad user name or password, not authorized. Anything else is worth another try. */
const REFUSALS = [4, 5];

interface Listener {
  /** A connection stands; nothing is subscribed to yet. */
  connected(): void;
  /** `undefined`: the topic was cleared. */
  told(topic: string, state: unknown): void;
  lost(): void;
  /** The secret is not good (any more); nothing is tried again. */
  refused(): void;
}

export interface Connection {
  /** Follows these topics as well for as long as this connection stands. */
  subscribe(filters: string[]): void;
  /** When the server was last heard, in `Date.now()`. */
  heardAt(): number;
  close(): void;
}

/**
 * Connects for ever. Every attempt is a client of its own: nothing of a broken connection is
 * carried into the next one.
 */
export function connect({ screen_id, secret }: Credentials, listener: Listener): Connection {
  let client: MqttClient | undefined;
  let wait_ms = FIRST_WAIT_MS;
  let timer = 0;
  let heard_at = Date.now();
  let connected_at = Infinity;

  function open(): void {
    clearTimeout(timer);
    const mine = mqtt.connect(address(), {
      clientId: `screen-${randomKey()}`,
      username: screen_id,
      password: secret,
      protocolVersion: 4,
      clean: true,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectPeriod: 0, // we do it: see drop
      timerVariant: 'native', // no worker from a blob, which the page's policy forbids
    });
    const isOld = newestOnly();
    client = mine;
    connected_at = Infinity;
    mine.on('packetreceive', () => (heard_at = Date.now()));
    mine.on('connect', () => {
      connected_at = Date.now();
      listener.connected();
    });
    mine.on('message', (topic, payload) => {
      const state = payload.length ? (JSON.parse(payload.toString()) as Stamp) : undefined;
      if (client === mine && !isOld(topic, state)) listener.told(topic, state);
    });
    mine.on('error', (error) => {
      const { code } = error as { code?: unknown };
      if (client !== mine || !REFUSALS.includes(code as number)) return;
      close();
      listener.refused();
    });
    mine.on('close', () => client === mine && drop());
  }

  function leave(): void {
    client?.end(true);
    client = undefined;
  }

  function drop(): void {
    leave();
    listener.lost();
    clearTimeout(timer);
    const held = Date.now() - connected_at > HELD_MS;
    if (held) wait_ms = FIRST_WAIT_MS;
    timer = window.setTimeout(open, held ? 0 : wait_ms);
    if (!held) wait_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS);
  }

  /** A tablet that wakes up, or whose network is back, does not wait for its turn. */
  function wake(): void {
    const missed = Date.now() - heard_at > MISSED_AFTER_MS;
    if (document.hidden || (client && !missed)) return;
    if (client) listener.lost();
    leave();
    open();
  }

  function close(): void {
    clearTimeout(timer);
    leave();
    document.removeEventListener('visibilitychange', wake);
    window.removeEventListener('online', wake);
  }

  document.addEventListener('visibilitychange', wake);
  window.addEventListener('online', wake);
  open();
  return {
    subscribe: (filters) => void client?.subscribe(filters, { qos: 1 }),
    heardAt: () => heard_at,
    close,
  };
}

function address(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;
}
