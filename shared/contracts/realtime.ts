import { z } from 'zod';
import { type Operation, SCREEN_KINDS } from './contract.ts';
import { id, instant, nothing } from './fields.ts';

/** Who may read a topic: whoever is logged in, or approved screens of a kind. */
const reader = z.enum(['staff', 'admin', ...SCREEN_KINDS]);

const topic = z
  .object({
    /** Of its channel in /asyncapi.json, where the payload is described. */
    name: z.string(),
    /** With its parameters as `{name}`. */
    topic: z.string().meta({ example: 'pos/now/cart/{till}' }),
    summary: z.string(),
    readers: z.array(reader),
  })
  .meta({ id: 'RealtimeTopic' });

const way = z
  .object({ who: z.enum(['staff', 'screen']), username: z.string(), password: z.string() })
  .meta({ id: 'RealtimeLogin' });

export const realtime = z
  .object({
    url: z.string().meta({ example: 'ws://pos.local:8000/mqtt' }),
    fingerprint: z.string().optional().meta({
      description: 'over TLS only: SHA-256 of the certificate, to be compared when pairing',
    }),
    subprotocol: z.literal('mqtt'),
    protocol: z.literal('MQTT'),
    protocol_version: z.literal('3.1.1'),
    qos: z.int(),
    keepalive_s: z.int().meta({ description: 'what tells a pulled cable within seconds' }),
    longest_keepalive_s: z.int(),
    reconnect_first_s: z.int().meta({ description: 'doubled with each attempt that fails' }),
    reconnect_most_s: z.int(),
    authentication: z.array(way),
    topics: z.array(topic),
    /** The filters that whoever asks may subscribe to: by its session, or its screen’s secret. */
    own_topics: z.array(z.string()),
    asyncapi: z.literal('/asyncapi.json'),
    openapi: z.literal('/openapi.json'),
  })
  .meta({ id: 'Realtime' });

const client = z
  .object({
    kind: z.enum(['staff', 'screen']),
    screen_id: z.string().nullable(),
    staff_id: id.nullable(),
    name: z.string(),
    address: z.string(),
    connected_at: instant,
    subscriptions: z.int(),
  })
  .meta({ id: 'RealtimeClient' });

const base = { kind: 'read', tag: 'WebSocket', input: nothing, errors: [] } as const;

/** How live state is read, and who reads it just now. */
export const realtimeOperations = {
  get_realtime: {
    ...base,
    summary: 'How to connect for live state: MQTT over WebSocket, and what there is to read',
    description: 'With a session or a screen’s secret, `own_topics` says what that may read.',
    http: 'GET /realtime',
    role: 'public',
    session: 'optional',
    screens: SCREEN_KINDS,
    output: realtime,
  },
  list_realtime_clients: {
    ...base,
    summary: 'Who reads live state just now: screens, and pages that somebody is logged in at',
    http: 'GET /realtime/clients',
    role: 'admin',
    output: z
      .object({
        clients: z.array(client),
        cut_off: z.int().meta({ description: 'those that stopped reading, since the start' }),
      })
      .meta({ id: 'RealtimeClients' }),
  },
} as const satisfies Record<string, Operation>;

export type Realtime = z.output<typeof realtime>;
export type RealtimeClient = z.output<typeof client>;
