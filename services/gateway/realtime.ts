import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Realtime, RealtimeClient } from '#shared/contracts/realtime.ts';
import { readersOf } from '#shared/docs/asyncapi.ts';
import { type Reader, topicsOf } from './access.ts';
import type { Place } from './screen-door.ts';

const TOPICS = CONTRACTS.flatMap(({ shows }) =>
  Object.entries(shows).map(([name, show]) => ({
    name,
    topic: show.topic.replace(/:(\w+)/g, '{$1}'),
    summary: show.summary,
    readers: readersOf(show),
  })),
);

/** How to connect to the server that was reached as `host`, for whoever asks. */
export function realtimeAt(
  host: string,
  reader: Reader | undefined,
  fingerprint?: string,
): Realtime {
  return {
    url: `${fingerprint ? 'wss' : 'ws'}://${host}/mqtt`,
    fingerprint,
    subprotocol: 'mqtt',
    protocol: 'MQTT',
    protocol_version: '3.1.1',
    qos: 1,
    keepalive_s: 4,
    longest_keepalive_s: 30,
    reconnect_first_s: 1,
    reconnect_most_s: 30,
    authentication: [
      { who: 'staff', username: 'token', password: 'the token of POST /auth/login' },
      {
        who: 'screen',
        username: 'the screen_id of POST /screens/register',
        password: 'the secret of POST /screens/register',
      },
    ],
    topics: TOPICS,
    own_topics: topicsOf(reader),
    asyncapi: '/asyncapi.json',
    openapi: '/openapi.json',
  };
}

/** Who is connected, the longest first; nothing of one that has not said who it is. */
export function clientsAt(places: Iterable<Place>): RealtimeClient[] {
  return [...places].flatMap(({ peer, address, connected_at }) => {
    const { session, screen, subscriptions = () => 0 } = peer;
    if (!session && !screen) return [];
    return {
      kind: screen ? ('screen' as const) : ('staff' as const),
      screen_id: screen?.screen_id ?? null,
      staff_id: session?.staff.id ?? null,
      name: screen?.name ?? session?.staff.name ?? '',
      address,
      connected_at,
      subscriptions: subscriptions(),
    };
  });
}
