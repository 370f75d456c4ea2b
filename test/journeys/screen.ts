import mqtt from 'mqtt';

/** Longer than anything in the house takes, shorter than anybody waits. */
const PATIENCE_MS = 10_000;

/** One message of a topic; `state` is undefined where the topic was cleared. */
export interface Seen<T> {
  topic: string;
  state: T | undefined;
  /** It stood there before the screen came. */
  retained: boolean;
}

/** A display or a kitchen's screen: an MQTT.js client at the server's WebSocket. */
export interface Screen<T> {
  /** Everything so far, oldest first. */
  seen: Seen<T>[];
  /** The first message, of those so far and those to come, that fits. */
  sees(fits: (seen: Seen<T>) => unknown): Promise<Seen<T>>;
  close(): Promise<void>;
}

/** Connects with a session's token and subscribes; resolves when the subscriptions stand. */
export async function openScreen<T>(
  url: string,
  token: string,
  ...filters: string[]
): Promise<Screen<T>> {
  const client = await mqtt.connectAsync(`${url.replace('http', 'ws')}/mqtt`, {
    protocolVersion: 4,
    username: 'token',
    password: token,
  });
  const seen: Seen<T>[] = [];
  const waiting = new Set<() => void>();
  client.on('message', (topic, payload, { retain }) => {
    const state = payload.length ? (JSON.parse(payload.toString()) as T) : undefined;
    seen.push({ topic, state, retained: retain });
    for (const look of waiting) look();
  });
  await client.subscribeAsync(filters, { qos: 1 });

  return {
    seen,
    sees(fits) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = seen.find(fits);
          if (found) settle(() => resolve(found));
        };
        const settle = (how: () => void) => {
          waiting.delete(look);
          clearTimeout(timer);
          how();
        };
        const timer = setTimeout(() => {
          const all = JSON.stringify(seen);
          settle(() => reject(new Error(`nothing fitting seen at ${filters.join(', ')}: ${all}`)));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      });
    },
    close: () => client.endAsync(),
  };
}
