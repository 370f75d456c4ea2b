import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
/** `1`, `true`, `yes`, `on` and their opposites, in any case: the original wrote `True`. */
const flag = z.stringbool();
/** What goes into a header or a signature: a line end in it would be a mistake of copying. */
const secret = z.string().regex(/^[\x21-\x7e]+$/, 'printable characters without spaces');
/** `pos.lan, orders.example.com`: names without a port. */
const hosts = z
  .string()
  .transform((all) =>
    all
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  )
  .pipe(z.array(z.string().regex(/^[a-z0-9.-]+$/, 'names of hosts, without ports, by commas')));
const folder = z.string().transform((path) => resolve(path));

/** All of them; the gateway comes first: without POS_BROKER_URL the others meet in it. */
export const SERVICES = [
  'gateway',
  'catalog',
  'staff',
  'orders',
  'payments',
  'reporting',
  'print-spooler',
  'discovery',
] as const;
const services = z
  .string()
  .transform((all) => all.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(z.enum(SERVICES)).min(1));

/** Every variable that the system reads; `.env.example` says what each is for. */
const schema = z
  .object({
    POS_PORT: port.default(8000),
    POS_HOST: z.string().default('0.0.0.0'),
    /** Names besides its own under which the server may be asked for; `Host` and `Origin`. */
    POS_HOSTS: hosts.default([]),
    /** `self`: over TLS, with a certificate that is made once; or one that is given. */
    POS_TLS: z.enum(['self']).optional(),
    POS_TLS_CERT: folder.optional(),
    POS_TLS_KEY: folder.optional(),
    POS_DATA_DIR: folder.optional(),
    /** The original's name: the path of a database file; its folder is meant. */
    DB_PATH: z.string().optional(),
    POS_STATE_DIR: folder.default(resolve('state')),
    /** A second place for backups, on another medium; unset: none are made. */
    POS_BACKUP_DIR: folder.optional(),
    /** All backups together: half of a small card. The oldest go first. */
    POS_BACKUP_MOST_BYTES: z.coerce
      .number()
      .int()
      .min(1)
      .default(8 * 1024 ** 3),
    POS_REQUIRE_MOUNT: folder.optional(),
    /** What the mounted stick must say of itself: another one is not written to. */
    POS_STICK_ID: z.string().optional(),
    /** Root unmounts the stick when this file appears. */
    POS_EJECT_FILE: folder.optional(),
    POS_BROKER_PORT: port.optional(),
    POS_BROKER_URL: z.url({ protocol: /^mqtts?$/ }).optional(),
    /** Those that run on this machine. */
    POS_SERVICES: services.default([...SERVICES]),
    POS_DEMO: flag.default(true),
    POS_DEMO_PRINTER_PORT: port.optional(),
    POS_DEMO_SQUARE_PORT: port.optional(),
    PRINTER_DISCOVERY_ENABLED: flag.default(true),
    KITCHEN_SCREEN_DISCOVERY_ENABLED: flag.default(true),
    POS_ADVERTISE: flag.default(true),
    /** Must be said before a card is charged: no default reaches the real Square. */
    SQUARE_ENVIRONMENT: z.enum(['sandbox', 'production', 'local']).optional(),
    /** Of a stand-in; with `local` only. */
    SQUARE_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    SQUARE_ACCESS_TOKEN: secret.optional(),
    SQUARE_LOCATION_ID: z.string().max(50).optional(),
    SQUARE_APPLICATION_ID: z.string().max(191).optional(),
    SQUARE_APPLICATION_SECRET: secret.optional(),
    SQUARE_WEBHOOK_SIGNATURE_KEY: secret.optional(),
    /** The public address at which Square reaches POST /square/webhooks, to the letter. */
    SQUARE_WEBHOOK_URL: z.url().optional(),
    /** Whether a token that can do everything for ever may go to a till over plain HTTP. */
    POS_ALLOW_PLAIN_TOKENS: flag.default(false),
    /** Where deploy/start_server.sh copies the log to, and `pos logs` reads it. */
    POS_LOG_FILE: folder.default('/var/log/pos_backend.log'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((said, wrong) => {
    if (said.POS_STICK_ID && !said.POS_REQUIRE_MOUNT) {
      const message = 'goes with POS_REQUIRE_MOUNT, the mount point of that stick';
      wrong.addIssue({ code: 'custom', path: ['POS_STICK_ID'], message });
    }
    const wrongs = { ...wrongSquare(said), ...wrongTls(said), ...wrongServices(said) };
    for (const [name, message] of Object.entries(wrongs)) {
      wrong.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .transform(({ DB_PATH, ...rest }) => ({
    ...rest,
    POS_DATA_DIR: rest.POS_DATA_DIR ?? resolve(DB_PATH ? dirname(DB_PATH) : 'data'),
    POS_DEMO_PRINTER_PORT: rest.POS_DEMO_PRINTER_PORT ?? beside(rest.POS_PORT, 1100),
    POS_DEMO_SQUARE_PORT: rest.POS_DEMO_SQUARE_PORT ?? beside(rest.POS_PORT, 1200),
  }))
  .refine(({ POS_DATA_DIR: data, POS_BACKUP_DIR: backup }) => !isWithin(backup, data), {
    path: ['POS_BACKUP_DIR'],
    message: 'a second place is meant, not one within POS_DATA_DIR',
  });

const isWithin = (path: string | undefined, of: string) =>
  path !== undefined && `${path}/`.startsWith(`${of}/`);

/** What of Square's variables does not go together, by the variable that is to be changed. */
function wrongSquare(said: { [name in `SQUARE_${string}`]?: string | undefined }): {
  [name: string]: string;
} {
  const wrong: { [name: string]: string } = {};
  const { SQUARE_ENVIRONMENT: environment, SQUARE_BASE_URL: address } = said;
  if (!environment && (said.SQUARE_ACCESS_TOKEN || address)) {
    wrong.SQUARE_ENVIRONMENT =
      'say sandbox, production or local, so that no card is charged unawares';
  }
  if (environment === 'local' && !(address && isLoopback(address))) {
    wrong.SQUARE_BASE_URL = 'local needs the address of a stand-in on this machine, at 127.0.0.1';
  }
  if (address && environment && environment !== 'local') {
    wrong.SQUARE_BASE_URL = `goes with SQUARE_ENVIRONMENT=local only, not with ${environment}`;
  }
  if (said.SQUARE_WEBHOOK_SIGNATURE_KEY && !said.SQUARE_WEBHOOK_URL) {
    wrong.SQUARE_WEBHOOK_URL = 'is signed with SQUARE_WEBHOOK_SIGNATURE_KEY and has to be said';
  }
  return wrong;
}

function wrongTls(said: { [name in `POS_TLS${string}`]?: string | undefined }) {
  const { POS_TLS: self, POS_TLS_CERT: cert, POS_TLS_KEY: key } = said;
  const wrong: { [name: string]: string } = {};
  if (cert && !key) wrong.POS_TLS_KEY = 'goes with POS_TLS_CERT: the file with its private key';
  if (key && !cert) wrong.POS_TLS_CERT = 'goes with POS_TLS_KEY: the file with the certificate';
  if (self && (cert || key)) wrong.POS_TLS = 'is not needed where POS_TLS_CERT is given';
  return wrong;
}

/** What runs elsewhere is reached over a broker that both reach. */
function wrongServices({
  POS_SERVICES: here,
  POS_BROKER_URL: broker,
}: {
  POS_SERVICES: (typeof SERVICES)[number][];
  POS_BROKER_URL?: string | undefined;
}): { POS_SERVICES?: string } {
  if (SERVICES.some((one) => !here.includes(one)) && !broker) {
    return { POS_SERVICES: 'goes with POS_BROKER_URL, over which the other services are reached' };
  }
  if (here.includes('gateway') !== here.includes('discovery')) {
    const message = "discovery tells the network its own machine's address: it goes with gateway";
    return { POS_SERVICES: message };
  }
  return {};
}

const isLoopback = (address: string) =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);

export type Config = z.output<typeof schema>;

/** Below it where it would be too high a number above. */
function beside(main: number, distance: number): number {
  return main < 64_000 ? main + distance : main - distance;
}

/** Variables whose values nobody may read in a log. */
const SECRET = /TOKEN$|SECRET$|KEY$/;

/** Throws one sentence for each wrong variable, naming it; an empty value counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(said);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ path, message }) => {
    const name = String(path[0]); // of a list's entry, the list's
    const value = name in said && !SECRET.test(name) ? `=${withoutPassword(said[name])}` : '';
    return `${name}${value} is not right: ${message}.`;
  });
  throw new Error(sentences.join('\n'));
}

/** `mqtt://pos:secret@broker` as `mqtt://…@broker`. */
const withoutPassword = (value = '') => value.replace(/\/\/[^/]*@/, '//…@');

/** The longest state directory under which pm2's sockets still have legal paths (107 bytes). */
const LONGEST_STATE_DIR = 80;

/**
 * Where the sockets live: the state directory, or, where its path is too long for a socket, a
 * folder of our own under the temporary one.
 */
export function runtimeDir(config: Config): string {
  const state = config.POS_STATE_DIR;
  if (Buffer.byteLength(state) <= LONGEST_STATE_DIR) return ownFolder(state);
  const name = createHash('sha256').update(state).digest('hex').slice(0, 12);
  return ownFolder(join(tmpdir(), `pos-${name}`));
}

function ownFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid } = statSync(path);
  if (process.getuid && uid !== process.getuid())
    throw new Error(`${path} belongs to someone else.`);
  chmodSync(path, 0o700);
  return path;
}

/** What nobody but our user may read. */
export const secretsFolder = (config: Config) => ownFolder(join(config.POS_STATE_DIR, 'secrets'));

/** 32 random bytes that live as long as the installation; made by whoever needs them first. */
export function readSecret(config: Config, name: string): Buffer {
  const path = join(secretsFolder(config), name);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(32), { mode: 0o600 });
  try {
    linkSync(draft, path); // atomic: eight processes start at once, one of them wins
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path);
}
