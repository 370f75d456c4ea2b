import { z } from 'zod';
import { CODE_PAGES, PRINTER_LANGUAGES } from './code-pages.ts';
import type { Operation } from './contract.ts';
import { foundBy, identity, ipv4 } from './discovery.ts';
import { id, instant, text, till } from './fields.ts';

export const stationId = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .meta({ example: 'kitchen' });

const address = {
  /** An IPv4 address on one of the server's own networks; a name could come to mean another. */
  host: ipv4,
  port: z.int().min(1).max(65_535).meta({ example: 9100 }),
};

const model = {
  language: z.enum(PRINTER_LANGUAGES),
  /** Characters of normal size in a line: 48 or 42 on 80 mm, 32 on 58 mm. */
  columns: z.int().min(24).max(64),
  code_page: z.enum(CODE_PAGES),
  /** `none`: it cannot say what is on paper; its jobs end `unconfirmed`, and nobody is called. */
  confirmation: z.enum(['auto', 'none']),
};

const roles = {
  receipts: z.boolean(),
  order_tickets: z.boolean(),
  order_numbers: z.boolean(),
  /** A cash drawer is plugged into it. */
  drawer: z.boolean(),
  /** The stations whose order tickets it prints; empty: all. */
  stations: z.array(stationId).max(30),
  /** The tills whose receipts, slips and drawer it serves; empty: all. */
  tills: z.array(till).max(30),
};

/** How a printer was when it was last spoken to. */
export const condition = z.enum([
  'unknown',
  'ready',
  'paper_low',
  'paper_out',
  'cover_open',
  'offline',
  'error',
  'away',
]);

export const printer = z
  .object({
    id,
    name: z.string(),
    ...address,
    ...model,
    ...roles,
    /** Prints order tickets and slips that cannot be printed here, under `BACKUP FROM`. */
    backup_printer_id: id.nullable(),
    status: condition,
    /** What is wrong with it, in words. */
    problem: z.string().nullable(),
    /** What it calls itself, where it does. */
    model_name: z.string().nullable(),
    /** How it says that something is on paper; null until it was asked. */
    confirms_by: z.enum(['process_id', 'status', 'etb', 'nothing']).nullable(),
    status_at: instant.nullable(),
    /** What it is known by wherever it is; empty: it is never followed to another address. */
    identities: z.array(identity).default([]),
    /** Jobs that wait for it or are being printed. */
    waiting: z.int(),
  })
  .meta({ id: 'Printer' });

const found = z
  .object({
    ...address,
    name: z.string(),
    /** Of a printer that the restaurant has already. */
    printer_id: id.nullable(),
    status: condition,
    /** What it speaks, as its model suggests; null: it does not. */
    language: z.enum(PRINTER_LANGUAGES).nullable(),
    /** MAC, UUID or serial number. */
    identities: z.array(identity),
    /** `mdns`, its maker's question (`epson`, `star`), its `address`; none: it was not. */
    found_by: z.array(foundBy),
  })
  .meta({ id: 'DiscoveredPrinter' });

/** `off`: by `PRINTER_DISCOVERY_ENABLED` and the like; `unavailable`: discovery is away. */
export const networkSearch = z.enum(['done', 'off', 'unavailable']);

const probed = z
  .object({
    ...address,
    /** Somebody takes the connection. */
    reached: z.boolean(),
    /** Why not, in words. */
    problem: z.string().nullable(),
    /** What it speaks; null: it has not said a word in either language. */
    language: z.enum(PRINTER_LANGUAGES).nullable(),
    status: condition,
    model_name: z.string().nullable(),
    identities: z.array(identity),
    printer_id: id.nullable(),
  })
  .meta({ id: 'ProbedPrinter' });

const name = text(40).meta({ example: 'Kitchen printer' });
const backup_printer_id = id.nullable();
const optional = z.object({ ...model, ...roles, backup_printer_id }).partial().shape;
const admin = { role: 'admin', kind: 'write', tag: 'Printing' } as const;

/** A connection that nobody takes, in 5 s, and two languages. */
const PROBE_PATIENCE_MS = 20_000;

/** Adding a printer is an admin's: from then on the server connects to that address. */
export const printerOperations = {
  discover_printers: {
    summary: 'Printers that can be added, and those that are known',
    description:
      'With `refresh` the network is asked now, and those that are known how they are. Nothing ' +
      'that is found is used before an admin adds it.',
    http: 'GET /printers/discover',
    role: 'staff',
    kind: 'read',
    tag: 'Printing',
    input: z.strictObject({ refresh: z.boolean().default(false) }),
    output: z
      .object({ printers: z.array(found), search: networkSearch })
      .meta({ id: 'DiscoveredPrinters' }),
    errors: [],
  },
  probe_printer: {
    summary: 'Connect to an address and ask who is there; nothing is printed or kept',
    http: 'POST /printers/probe',
    role: 'admin',
    kind: 'read',
    tag: 'Printing',
    patience_ms: PROBE_PATIENCE_MS,
    input: z.strictObject({ host: address.host, port: address.port.default(9100) }),
    output: probed,
    errors: ['PRINTER_ADDRESS_REFUSED'],
  },
  list_printers: {
    summary: 'The printers, how they are and how much waits for them',
    description: 'With `refresh` each is asked now; else as it was when it last printed.',
    http: 'GET /printers',
    role: 'staff',
    kind: 'read',
    tag: 'Printing',
    input: z.strictObject({ refresh: z.boolean().default(false) }),
    output: z.object({ printers: z.array(printer) }).meta({ id: 'Printers' }),
    errors: [],
  },
  add_printer: {
    ...admin,
    summary: "Add a printer on the restaurant's own network; it prints nothing before it is told",
    http: 'POST /printers',
    status: 201,
    input: z.strictObject({ name, ...address, ...optional }),
    output: printer,
    errors: [
      'NAME_TAKEN',
      'PRINTER_KNOWN',
      'PRINTER_ADDRESS_REFUSED',
      'PRINTER_NOT_FOUND',
      'UNKNOWN_STATION',
      'TOO_MANY',
    ],
  },
  change_printer: {
    ...admin,
    summary: 'Change a printer; what is not said stays',
    http: 'PUT /printers/:printer_id',
    input: z.strictObject({
      printer_id: id,
      name: name.optional(),
      host: address.host.optional(),
      port: address.port.optional(),
      ...optional,
    }),
    output: printer,
    errors: [
      'PRINTER_NOT_FOUND',
      'NAME_TAKEN',
      'PRINTER_KNOWN',
      'PRINTER_ADDRESS_REFUSED',
      'UNKNOWN_STATION',
    ],
  },
  delete_printer: {
    ...admin,
    summary: 'Take a printer away; nothing may wait for it any more',
    http: 'DELETE /printers/:printer_id',
    input: z.strictObject({ printer_id: id }),
    output: z.object({ id }),
    errors: ['PRINTER_NOT_FOUND', 'PRINTER_HAS_JOBS'],
  },
  select_printer: {
    ...admin,
    summary: 'Say what a printer prints; what is not said stays',
    http: 'POST /printers/select',
    input: z.strictObject({ printer_id: id, ...z.object(roles).partial().shape }),
    output: printer,
    errors: ['PRINTER_NOT_FOUND', 'UNKNOWN_STATION'],
  },
  test_printer: {
    ...admin,
    role: 'staff',
    summary: 'Print a test page; it is given up after a minute',
    http: 'POST /printers/:printer_id/test',
    input: z.strictObject({ printer_id: id }),
    output: z.object({ job_id: z.string() }),
    errors: ['PRINTER_NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;

export type PrinterCondition = z.output<typeof condition>;
export type PrinterAnswer = z.output<typeof printer>;
