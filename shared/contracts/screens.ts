import { z } from 'zod';
import { SCREEN_KINDS, type Event, type Operation } from './contract.ts';
import { seenScreen } from './discovery.ts';
import { id, instant, nothing, text, till } from './fields.ts';
import { money, price } from './money.ts';
import { tokenHash } from './person.ts';
import { networkSearch, stationId } from './printers.ts';

const screenId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const stations = z.array(stationId).min(1).max(30);
const name = text(40).meta({ example: 'Grill, left' });

/** Adding a language is adding a file of words to the pages, and its name here. */
export const LANGUAGES = ['en', 'es'] as const;

export const screen = z
  .object({
    screen_id: screenId,
    kind: z.enum(SCREEN_KINDS),
    name: z.string(),
    status: z.enum(['pending', 'approved']),
    /** Shown on the screen until it is approved, so that nobody approves another one. */
    code: z.string().nullable(),
    /** Of a customer display: whose cart it shows. */
    till: till.nullable(),
    /** Of a kitchen screen: whose tickets it shows. */
    stations: z.array(stationId),
    registered_at: instant,
    approved_at: instant.nullable(),
    /** When it last connected. */
    seen_at: instant.nullable(),
  })
  .meta({ id: 'Screen' });

/** How the screens work, all of them alike. */
const fields = {
  /** Tickets go to the kitchen's screens at all. */
  enabled: z.boolean(),
  /** Whatever is sent to the kitchen goes there by itself, without send_order. */
  auto: z.boolean(),
  language: z.enum(LANGUAGES),
  sounds: z.boolean(),
  /** A ticket is slow, and late, when it is this old. */
  slow_after_s: z.int().min(30).max(7200),
  late_after_s: z.int().min(30).max(7200),
  /** No screen or printer has said in this time that it has a ticket: backup printer, and alarm. */
  deliver_within_s: z.int().min(5).max(600),
  /** A scheduled order hangs in the kitchen this long before it is wanted. */
  preparation_min: z.int().min(0).max(240),
  /** A number is taken off the board this long after it was ready. */
  board_clears_after_s: z.int().min(30).max(7200),
  /** What a customer display says while nobody orders; none: the store's name alone. */
  idle_lines: z.array(text(60)).max(4),
};

export const kitchenSettings = z.object(fields).meta({ id: 'KitchenScreenSettings' });

const list = z.object({ screens: z.array(screen) }).meta({ id: 'Screens' });
const kitchenScreens = z.object({ screens: z.array(screen) }).meta({ id: 'KitchenScreens' });
const found = z
  .object({
    screens: z.array(screen),
    /** Those that only advertise themselves: they have to introduce themselves to be approved. */
    seen: z.array(seenScreen),
    search: networkSearch,
  })
  .meta({ id: 'DiscoveredKitchenScreens' });
const gone = z.object({ screen_id: screenId }).meta({ id: 'ScreenGone' });
const base = { role: 'admin', kind: 'write', tag: 'Kitchen' } as const;
const ofScreen = { screen_id: screenId };

/** Screens come by themselves, and show nothing until an admin has approved them. */
export const screenOperations = {
  register_screen: {
    ...base,
    summary: 'A screen introduces itself, and is given an id and a secret, once',
    description:
      'Show the `code` until somebody has approved the screen. `screen_id` and `secret` are user ' +
      'and password for MQTT; the secret is the Bearer token for a screen’s own calls.',
    http: 'POST /screens/register',
    role: 'public',
    secret: true,
    input: z.strictObject({ kind: z.enum(SCREEN_KINDS), name }),
    output: screen
      .pick({ screen_id: true, code: true, status: true })
      .extend({ secret: z.string() })
      .meta({ id: 'RegisteredScreen' }),
    errors: ['TOO_MANY_SCREENS', 'TOO_MANY_REGISTRATIONS'],
  },
  get_own_screen: {
    ...base,
    summary: 'What a screen is, and whether it is approved: with its secret as Bearer token',
    http: 'GET /screens/me',
    role: 'device',
    kind: 'read',
    input: nothing,
    output: screen,
    errors: [],
  },
  choose_screen_tip: {
    ...base,
    summary: 'The guest in front of a customer display has chosen a tip',
    description: 'It is offered to the till as the order’s `tip_choice`; nothing is charged by it.',
    http: 'POST /screens/me/tip',
    role: 'device',
    screens: ['customer_display'],
    kind: 'work',
    input: z.strictObject({ order_id: id, tip: price }),
    output: z.object({ order_id: id, tip_choice: money }).meta({ id: 'TipChoice' }),
    errors: ['ORDER_NOT_FOUND', 'ORDER_CLOSED', 'PAYMENT_PENDING', 'PAYMENT_UNKNOWN', 'FORBIDDEN'],
  },
  list_screens: {
    ...base,
    summary: 'The screens, newest first: those that wait to be approved as well',
    http: 'GET /screens',
    role: 'staff',
    kind: 'read',
    input: z.strictObject({ kind: z.enum(SCREEN_KINDS).optional() }),
    output: list,
    errors: [],
  },
  approve_screen: {
    ...base,
    summary: 'Approve a screen, or say anew what it is for',
    description:
      'A customer display shows the cart of `till` (`main`), a kitchen screen the tickets of ' +
      '`stations` (the default one). Its connection is cut, so that it comes back as what it is.',
    http: 'POST /screens/:screen_id/approve',
    input: z.strictObject({
      ...ofScreen,
      name: name.optional(),
      till: till.optional(),
      stations: stations.optional(),
    }),
    output: screen,
    errors: ['SCREEN_NOT_FOUND', 'STATION_NOT_FOUND', 'VALIDATION_FAILED'],
  },
  delete_screen: {
    ...base,
    summary: 'Turn a screen away: its secret is worth nothing from now on',
    http: 'DELETE /screens/:screen_id',
    input: z.strictObject(ofScreen),
    output: gone,
    errors: ['SCREEN_NOT_FOUND'],
  },
  check_screen: {
    ...base,
    summary: 'Whose secret this is, by its SHA-256; UNAUTHENTICATED when nobody’s',
    role: 'public',
    kind: 'read',
    secret: true,
    input: z.strictObject({ secret_hash: tokenHash }),
    output: screen,
    errors: ['UNAUTHENTICATED'],
  },
  screen_seen: {
    ...base,
    summary: 'A screen has connected: told by the gateway, which sees it',
    role: 'public',
    input: z.strictObject(ofScreen),
    output: z.object({}),
    errors: [],
  },
  discover_kitchen_screens: {
    ...base,
    summary: 'Kitchen screens that have introduced themselves, and those that are on the network',
    http: 'POST /kitchen_screens/discover',
    role: 'staff',
    kind: 'read',
    input: nothing,
    output: found,
    errors: [],
  },
  select_kitchen_screen: {
    ...base,
    summary: 'Approve a kitchen screen for stations',
    http: 'POST /kitchen_screens/select',
    input: z.strictObject({ ...ofScreen, stations, name: name.optional() }),
    output: screen,
    errors: ['SCREEN_NOT_FOUND', 'STATION_NOT_FOUND', 'VALIDATION_FAILED'],
  },
  list_kitchen_screens: {
    ...base,
    summary: 'The kitchen screens that are approved',
    http: 'GET /kitchen_screens',
    role: 'staff',
    kind: 'read',
    input: nothing,
    output: kitchenScreens,
    errors: [],
  },
  delete_kitchen_screen: {
    ...base,
    summary: 'Turn a kitchen screen away',
    http: 'DELETE /kitchen_screens/:screen_id',
    input: z.strictObject(ofScreen),
    output: gone,
    errors: ['SCREEN_NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;

/** How the kitchen's screens are used. */
export const kitchenSettingsOperations = {
  get_kitchen_settings: {
    ...base,
    summary: 'How the screens work',
    http: 'GET /kitchen_screens/settings',
    role: 'staff',
    kind: 'read',
    input: nothing,
    output: kitchenSettings,
    errors: [],
  },
  save_kitchen_settings: {
    ...base,
    summary: 'Change how the screens work: what is not given stays',
    http: 'PUT /kitchen_screens/settings',
    input: z.strictObject(z.object(fields).partial().shape),
    output: kitchenSettings,
    errors: ['VALIDATION_FAILED'],
  },
} as const satisfies Record<string, Operation>;

export const screenEvents = {
  screen_registered: { summary: 'A screen has introduced itself', payload: screen },
  screen_approved: {
    summary: 'A screen is approved, or is for something else now',
    payload: screen,
  },
  screen_deleted: { summary: 'A screen was turned away', payload: gone },
  kitchen_settings_saved: { summary: 'The screens work another way', payload: kitchenSettings },
} as const satisfies Record<string, Event>;

export type Screen = z.output<typeof screen>;
export type KitchenSettings = z.output<typeof kitchenSettings>;
