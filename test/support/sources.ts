import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');
const git = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'];
/** Every TypeScript file that git knows or will know, as a path from the root. */
export const FILES = execFileSync('git', git, { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /^(services|shared|test|deploy)\//.test(file) && existsSync(join(ROOT, file)));
/** What stands in each of them. */
export const SOURCES = new Map(FILES.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

/** Where a file stands in its service; imports go to the same room or to an earlier one. */
export const ROOMS = ['screen', 'rules', 'store', 'device', 'story', 'first day', 'main'] as const;
type Room = (typeof ROOMS)[number];

/** Files that keep a connection, a clock or something running: what is not rules, SQL or story. */
const DEVICES = new Set([
  ...[
    'bridge',
    'broker',
    'caller',
    'documents',
    'doorman',
    'eject',
    'log-file',
    'machine',
    'sticks',
    'supervisor',
    'front-door',
    'guarded',
    'http',
    'kept',
    'pages',
    'problem',
    'screen-session',
    'screen-stream',
    'sessions',
    'setup',
    'demo-printer',
    'delivery',
    'devices',
    'access',
    'backups',
    'own-alarm',
    'realtime',
    'screen-door',
  ].map((n) => `gateway/${n}.ts`),
  ...[
    'attempt',
    'bytes',
    'calendar',
    'courier',
    'desk',
    'devices',
    'escpos',
    'kitchen',
    'language',
    'machines',
    'office',
    'overdue',
    'printer',
    'probe',
    'queue',
    'rail',
    'scout',
    'spooler',
    'sweeper',
    'wall',
  ].map((n) => `print-spooler/${n}.ts`),
  ...['browser', 'finder', 'makers', 'mdns', 'neighbors'].map((n) => `discovery/${n}.ts`),
  'catalog/board.ts',
  'catalog/timer.ts',
  ...['carts', 'cards', 'closing', 'book', 'desk', 'refunding'].map((n) => `orders/${n}.ts`),
  'payments/drawers.ts',
  ...['day-book', 'headline', 'rebuild', 'sales', 'watch', 'z-files'].map(
    (n) => `reporting/${n}.ts`,
  ),
  ...['office', 'pin', 'pin-check'].map((n) => `staff/${n}.ts`),
  ...[
    'attempt-book',
    'unmatched',
    'charging',
    'capturing',
    'refund-asking',
    'refunding',
    'resolving',
    'reconciler',
  ].map((n) => `payments/${n}.ts`),
  ...['square', 'sdk', 'cards'].map((n) => `payments/${n}.ts`),
  ...[
    'admission',
    'beginning',
    'checkout-watch',
    'listening',
    'pairing',
    'terminal-square',
    'terminals',
    'connection-watch',
    'safe',
    'seller',
    'signature',
    'square-account',
    'renewal',
    'square-link',
  ].map((n) => `payments/${n}.ts`),
]);

/** More than 150 lines, because it is one thought; everything else is taken apart. */
export const LONG = new Set([
  'services/catalog/demo.ts',
  'services/catalog/handlers.ts',
  'services/catalog/store.ts',
  'services/gateway/broker.ts',
  'services/gateway/http.ts',
  'services/orders/book.ts',
  'services/orders/lookup-store.ts',
  'services/orders/order.ts',
  'services/orders/payment-handlers.ts',
  'services/orders/price.ts',
  'services/orders/refund.ts',
  'services/orders/line-store.ts',
  'services/print-spooler/job-store.ts',
  'services/print-spooler/spooler.ts',
  'services/print-spooler/printer.ts',
  'shared/answer.ts',
  'shared/ask.ts',
  'shared/bus.ts',
  'shared/contracts/drawer.ts',
  'shared/config.ts',
  'shared/contracts/errors.ts',
  'shared/contracts/hours.ts',
  'shared/contracts/menu-operations.ts',
  'shared/contracts/menu.ts',
  'shared/contracts/order.ts',
  'shared/contracts/order-events.ts',
  'shared/contracts/terms-operations.ts',
  'shared/contracts/printers.ts',
  'shared/contracts/printing.ts',
  'shared/contracts/screens.ts',
  'shared/contracts/tickets.ts',
  'shared/database.ts',
  'shared/follow.ts',
]);
/** The text of one of FILES. */
export const source = (file: string) => SOURCES.get(file) as string;
export const lines = (file: string) => source(file).trimEnd().split('\n');
/** `services/orders/store.ts` → `orders`; undefined outside services/. */
export const serviceOf = (file: string) => /^services\/([^/]+)\//.exec(file)?.[1];

/** All handlers of a service, in one text. */
export const handlersOf = (service: string) =>
  FILES.filter((file) => serviceOf(file) === service && /\/(\w+-)?handlers\.ts$/.test(file))
    .map(source)
    .join('\n');

/** The room of a file under services/, by its name. */
export function roomOf(file: string): Room {
  const [, service, name = ''] = file.split('/');
  if (name === 'screens') return 'screen'; // in the browser: it reads only the contracts' types
  if (name === 'main.ts') return 'main';
  if (name === 'first-day.ts' || name === 'demo.ts') return 'first day';
  if (/^((\w+-)?handlers|followers)\.ts$/.test(name)) return 'story';
  if (/^([\w-]+-)?store\.ts$/.test(name)) return 'store';
  return DEVICES.has(`${service}/${name}`) ? 'device' : 'rules';
}

/** What a file imports: its own modules as paths from the root, packages by name. */
export function importsOf(file: string, { types = true } = {}): string[] {
  const all = source(file).matchAll(/^(?:import|export [*{])([^;']*)'([^']+)'/gm);
  return [...all].flatMap(([, clause = '', name = '']) => {
    if (!types && clause.trimStart().startsWith('type ')) return [];
    if (name.startsWith('#shared/')) return [name.slice(1)];
    return [name.startsWith('.') ? join(dirname(file), name) : name];
  });
}
