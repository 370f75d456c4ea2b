import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig } from './shared/config.ts';

const config = readConfig();
const root = import.meta.dirname;
const here = config.POS_SERVICES;

/** Every order passes through these. */
const BUSY = new Set(['gateway', 'orders']);
/** A till or a kitchen waits for these: the others let them go first. */
const FIRST = new Set([...BUSY, 'print-spooler']);
const importing = (module) => `--import=${pathToFileURL(join(root, module))}`;

const app = (name, script) => ({
  name,
  script: join(root, script),
  cwd: root,
  interpreter: process.execPath, // the Node that came with the install, not the system's
  // a small young generation saves some 20 MB in each process; where much passes through it costs
  // a sixth of the time, so the two on the way of every order have a larger one
  node_args: [
    '--max-old-space-size=128',
    `--max-semi-space-size=${BUSY.has(name) ? 4 : 1}`,
    importing('deploy/from-bundles.ts'),
    ...(FIRST.has(name) ? [] : [importing('deploy/give-way.ts')]),
  ],
  wait_ready: true,
  listen_timeout: 10_000,
  kill_timeout: 3_000, // ms: a service answers what it holds within 2.5 s
  shutdown_with_message: true, // Ctrl-C reaches a process group twice, a message once
  // a restaurant never gives up: no limit, no growing delay
  max_restarts: 1_000_000,
  pmx: false,
  disable_source_map_support: true, // stripped types leave every line where it was
  out_file: '/dev/null', // the supervisor's own output goes to the terminal or systemd's journal
  error_file: '/dev/null',
  env: {
    NODE_COMPILE_CACHE: join(config.POS_STATE_DIR, 'compile-cache'),
    MALLOC_ARENA_MAX: '1', // one thread does the work: an arena for each would cost 2 MB a process
    // freed memory goes back to the machine at once: 15 MB in all under load, at no cost in time
    MALLOC_MMAP_THRESHOLD_: '32768',
    MALLOC_TRIM_THRESHOLD_: '65536',
    MALLOC_TOP_PAD_: '16384',
  },
});

export const apps = [
  ...here.map((name) => app(name, `services/${name}/main.ts`)),
  ...(config.POS_DEMO && here.includes('print-spooler')
    ? [app('demo-printer', 'test/sandbox/printer/main.ts')]
    : []),
  // an operator who names an environment of Square's has no use for a Square of the demo's own
  ...(config.POS_DEMO && here.includes('payments') && !process.env.SQUARE_ENVIRONMENT
    ? [app('demo-square', 'test/sandbox/square/main.ts')]
    : []),
];
