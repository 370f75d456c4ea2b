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
    'front-door',
    'http',
    'pages',
    'screen-stream',
    'sessions',
    'demo-printer',
  ].map((n) => `gateway/${n}.ts`),
  ...['attempt', 'escpos', 'kitchen', 'printer', 'queue', 'spooler'].map(
    (n) => `print-spooler/${n}.ts`,
  ),
  'discovery/mdns.ts',
  'orders/carts.ts',
  'staff/pin.ts',
]);

/** The text of one of FILES. */
export const source = (file: string) => SOURCES.get(file) as string;
export const lines = (file: string) => source(file).trimEnd().split('\n');
/** `services/orders/store.ts` → `orders`; undefined outside services/. */
export const serviceOf = (file: string) => /^services\/([^/]+)\//.exec(file)?.[1];

/** The room of a file under services/, by its name. */
export function roomOf(file: string): Room {
  const [, service, name = ''] = file.split('/');
  if (name === 'screens') return 'screen'; // in the browser: it reads only the contracts' types
  if (name === 'main.ts') return 'main';
  if (name === 'first-day.ts' || name === 'demo.ts') return 'first day';
  if (name === 'handlers.ts' || name === 'followers.ts') return 'story';
  if (/^(\w+-)?store\.ts$/.test(name)) return 'store';
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
