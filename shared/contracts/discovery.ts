import { z } from 'zod';
import { PRINTER_LANGUAGES } from './code-pages.ts';
import { contract } from './contract.ts';
import { instant } from './fields.ts';

const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.|$)){4}$/;
export const ipv4 = z
  .string()
  .max(15)
  .refine((given) => IPV4.test(given), 'an IPv4 address: four numbers with dots')
  .meta({ example: '192.168.1.60' });
const host = ipv4;
const port = z.int().min(1).max(65_535);
/** More than a house has printers; those whose address is known are asked by name. */
const MOST_ADDRESSES = 50;

/** What a machine is known by wherever it is: `mac:00:11:62:0a:0b:0c`, `uuid:…`, `serial:…`. */
export const identity = z.string().regex(/^(mac|uuid|serial):.{1,80}$/);

/** How a machine was found: it advertises itself, or answered its maker's question or ours. */
export const foundBy = z.enum(['mdns', 'epson', 'star', 'address']);

const seen = {
  host,
  port,
  name: z.string(),
  /** At most one of each kind; none: it is never followed to another address. */
  identities: z.array(identity),
  found_by: z.array(foundBy),
  seen_at: instant,
};
/** A printer on the network; nobody has approved it. */
export const sighting = z.object({
  ...seen,
  /** What it speaks, as its model's name suggests; null: it does not. */
  language: z.enum(PRINTER_LANGUAGES).nullable(),
});
export const seenScreen = z.object(seen).omit({ found_by: true });

const read = { role: 'staff', kind: 'read', tag: 'Printing', errors: [] } as const;
const search = z.boolean().default(false);

export const discovery = contract({
  service: 'discovery',
  summary: 'Our advertisement on the local network, and the printers and screens there',
  operations: {
    find_printers: {
      ...read,
      summary: 'The printers on the network; with `search` all are asked to answer now',
      input: z.strictObject({
        search,
        /** Where printers are known to be: they are asked there. */
        addresses: z.array(z.strictObject({ host, port })).max(MOST_ADDRESSES).default([]),
      }),
      /** `enabled` false: nothing was sent, and nothing is listened to. */
      output: z.object({ enabled: z.boolean(), printers: z.array(sighting) }),
    },
    find_screens: {
      ...read,
      summary: 'Kitchen screens that advertise themselves on the network',
      input: z.strictObject({ search }),
      output: z.object({ enabled: z.boolean(), screens: z.array(seenScreen) }),
    },
  },
  events: {},
  shows: {},
});

export type Sighting = z.output<typeof sighting>;
export type SeenScreen = z.output<typeof seenScreen>;
