import { z } from 'zod';
import type { Operation } from './contract.ts';
import { day, id, till } from './fields.ts';
import { jobs } from './print-jobs.ts';
import { printer } from './printers.ts';

/** A stream of paper is a slip of the finger: the longest text is about a metre. */
const MOST_LINES = 200;
const copies = z.int().min(1).max(5);
/** `auto`: by itself at its moment; else only when somebody asks. */
const kind = z.object({ enabled: z.boolean(), auto: z.boolean(), copies });
const parts = {
  /** At the close of an order. */
  receipts: kind,
  /** When an order, or more of it, goes to the kitchen. */
  order_tickets: kind,
  order_numbers: kind.extend({ print_at: z.enum(['close', 'send']) }),
  reports: kind.omit({ auto: true }),
  /** `auto`: at payments in cash and when cash is put in or taken out. */
  drawer: kind.omit({ copies: true }),
};

const settingsFields = {
  ...parts,
  /** What is not printed after so long goes to the backup printer. */
  backup_after_s: z.int().min(5).max(3600),
};
export const printSettings = z.object(settingsFields).meta({ id: 'PrintSettings' });

/** What a restaurant prints before anybody sets it. */
export const PRINT_SETTINGS_AT_FIRST: PrintSettings = {
  receipts: { enabled: true, auto: true, copies: 1 },
  order_tickets: { enabled: true, auto: true, copies: 1 },
  order_numbers: { enabled: true, auto: false, copies: 1, print_at: 'close' },
  reports: { enabled: true, copies: 1 },
  drawer: { enabled: true, auto: true },
  backup_after_s: 30,
};

/** Markup is not rendered but printed as it stands: whoever sends it expects something else. */
const HTML = /<(\/?[a-z][a-z0-9]*(\s[^>]*)?\/?|!doctype[^>]*|!--)>?/i;
const notHtml = (given: string) => !HTML.test(given);
const line = z.strictObject({
  text: z
    .string()
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters: the printer is not commanded')
    .refine(notHtml, 'plain text, no HTML'),
  align: z.enum(['left', 'center', 'right']).optional(),
  size: z.enum(['normal', 'tall', 'large']).optional(),
  bold: z.boolean().optional(),
});
const plainText = z
  .string()
  .min(1)
  .max(8_000)
  .regex(/^[^\p{Cc}]*(\n[^\p{Cc}]*)*$/u, 'no control characters but new lines')
  .refine(notHtml, 'plain text, no HTML')
  .refine((given) => given.split('\n').length <= MOST_LINES, `at most ${MOST_LINES} lines`);

const base = { role: 'staff', kind: 'work', tag: 'Printing', output: jobs } as const;
const printer_id = id.optional().meta({ description: 'that printer, whatever its roles are' });
const REFUSALS = ['PRINTING_DISABLED', 'NO_PRINTER', 'PRINTER_NOT_FOUND'] as const;
/** Refused for good: else a restart would print it when nobody waits for it any more. */
const AWAY = 'SERVICE_UNAVAILABLE';

/** Paper that somebody asks for: each time it is a job of its own. */
export const printingOperations = {
  print_receipt: {
    ...base,
    summary: "Print an order's receipt, or lines of text; a receipt printed before is a REPRINT",
    description: 'One of `order_id`, `text` and `lines`. No raw bytes, no HTML.',
    http: 'POST /printers/print_receipt',
    input: z.strictObject({
      order_id: id.optional(),
      text: plainText.optional(),
      lines: z.array(line).min(1).max(MOST_LINES).optional(),
      printer_id,
    }),
    errors: ['ORDER_NOT_FOUND', AWAY, ...REFUSALS],
  },
  print_ticket: {
    ...base,
    summary: "Print an order's ticket for the kitchen, all that was sent",
    http: 'POST /printers/print_ticket',
    input: z.strictObject({ order_id: id, printer_id }),
    errors: ['ORDER_NOT_FOUND', 'ORDER_NOT_SENT', AWAY, ...REFUSALS],
  },
  print_order_number: {
    ...base,
    summary: 'Print the slip that a guest waits with',
    http: 'POST /printers/print_order_number',
    input: z.strictObject({ order_id: id, printer_id }),
    errors: ['ORDER_NOT_FOUND', AWAY, ...REFUSALS],
  },
  print_report: {
    ...base,
    summary: "Print a day's figures",
    description: 'Daily and X may be asked for by staff, a Z by admins.',
    http: 'POST /printers/print_report',
    input: z.strictObject({
      date: day.optional(),
      kind: z.enum(['x', 'z', 'daily']),
      printer_id,
    }),
    errors: ['REPORT_NOT_FOUND', 'FORBIDDEN', AWAY, ...REFUSALS],
  },
  open_drawer: {
    ...base,
    kind: 'write',
    summary: 'Open the cash drawer at once, or not at all; never tried again by itself',
    description:
      "Without a sale it belongs to `POST /drawer/no_sale`, which the drawer's day tells.",
    http: 'POST /printers/open_drawer',
    input: z.strictObject({ till: till.optional(), printer_id }),
    errors: [...REFUSALS],
  },
  get_print_settings: {
    summary: 'What is printed, when by itself, and how often',
    http: 'GET /printers/settings',
    role: 'staff',
    kind: 'read',
    tag: 'Printing',
    input: z.strictObject({}),
    output: printSettings,
    errors: [],
  },
  set_print_settings: {
    summary: 'Change what is printed; what is not said stays',
    http: 'PUT /printers/settings',
    role: 'admin',
    kind: 'write',
    tag: 'Printing',
    input: z.strictObject({
      receipts: z.strictObject(parts.receipts.shape).partial().optional(),
      order_tickets: z.strictObject(parts.order_tickets.shape).partial().optional(),
      order_numbers: z.strictObject(parts.order_numbers.shape).partial().optional(),
      reports: z.strictObject(parts.reports.shape).partial().optional(),
      drawer: z.strictObject(parts.drawer.shape).partial().optional(),
      backup_after_s: settingsFields.backup_after_s.optional(),
    }),
    output: printSettings,
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export const printingEvents = {
  print_settings_saved: { summary: 'Another is printed from now on', payload: printSettings },
  printer_saved: {
    summary: 'A printer was added or changed',
    payload: printer.omit({
      status: true,
      problem: true,
      status_at: true,
      waiting: true,
      model_name: true,
      confirms_by: true,
    }),
  },
  printer_moved: {
    summary: 'A printer has another address and was followed there, known by its identity',
    payload: printer
      .pick({ id: true, name: true, host: true, port: true, identities: true })
      .extend({
        /** Where it was. */
        from: z.string(),
      }),
  },
  printer_deleted: { summary: 'A printer was taken away', payload: z.object({ id }) },
} as const;

export type PrintSettings = z.output<typeof printSettings>;
