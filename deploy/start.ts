import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, relative } from 'node:path';
import { askHealth, missing } from './health.ts';
import { bundleWhenStale } from '../services/gateway/screens/bundle.ts';
import { readCertificate } from '../shared/certificate.ts';
import { type Config, readConfig, runtimeDir } from '../shared/config.ts';
import { bundleWhenMissing } from './bundle-packages.ts';

/** `npm start`: checks what can be checked, then runs every service under pm2-runtime. */

const ROOT = join(import.meta.dirname, '..');
const LOOK_FOR_HEALTH_MS = 100;
/** A first start on a Pi compiles everything; after this long it is told what is missing. */
const READY_WITHIN_MS = 60_000;

if (existsSync('.env')) process.loadEnvFile('.env');
const config = readOrExplain();
const pm2Home = join(runtimeDir(config), 'pm2');
await refuseSecondStart();
const ours = config.POS_SERVICES;
if (ours.includes('gateway')) await refuseTakenPort(config.POS_PORT, config.POS_HOST, 'POS_PORT');
if (config.POS_DEMO && ours.includes('print-spooler')) {
  await refuseTakenPort(config.POS_DEMO_PRINTER_PORT, '127.0.0.1', 'POS_DEMO_PRINTER_PORT');
}
if (config.POS_DEMO && ours.includes('payments') && !process.env.SQUARE_ENVIRONMENT) {
  await refuseTakenPort(config.POS_DEMO_SQUARE_PORT, '127.0.0.1', 'POS_DEMO_SQUARE_PORT');
}
const tls = await readCertificate(config).catch((error: Error) => stopWith(error.message));
const scheme = tls ? 'https' : 'http';
bundleOrExplain();
warmCompileCache();
runPm2();
if (ours.includes('gateway')) void greetWhenReady();
else process.stdout.write(`Here run ${ours.join(', ')}; the gateway is on another machine.\n`);

function readOrExplain(): Config {
  try {
    return readConfig();
  } catch (error) {
    return stopWith((error as Error).message);
  }
}

function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function bundleOrExplain(): void {
  try {
    bundleWhenStale();
  } catch (error) {
    stopWith((error as Error).message);
  }
  try {
    bundleWhenMissing();
  } catch (error) {
    console.error((error as Error).message); // cards are taken without it, after a longer start
  }
}

/** A second start would take over the first one's services. */
async function refuseSecondStart(): Promise<void> {
  const running = await connects({ path: join(pm2Home, 'rpc.sock') });
  if (running) {
    stopWith(`It is already running with POS_STATE_DIR=${config.POS_STATE_DIR}. Stop it first.`);
  }
}

function connects(where: net.NetConnectOpts): Promise<boolean> {
  return new Promise((tell) => {
    const socket = net.connect(where, () => tell(true));
    socket.on('connect', () => socket.destroy()).on('error', () => tell(false));
  });
}

async function refuseTakenPort(port: number, host: string, variable: string): Promise<void> {
  const server = net.createServer();
  try {
    await new Promise<void>((free, taken) => {
      server.once('error', taken).listen(port, host, free);
    });
    await new Promise((closed) => server.close(closed));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
    stopWith(`Port ${port} ${why}. Choose another with ${variable}.`);
  }
}

/**
 * One process fills Node's compile cache, once: nine at a time would write thousands of files
 * when they end, and be killed over it; and each would keep the 20 MB that stripping types takes.
 */
function warmCompileCache(): void {
  const cache = join(config.POS_STATE_DIR, 'compile-cache');
  if (existsSync(cache)) return;
  const mains = readdirSync(join(ROOT, 'services')).map((name) => `./services/${name}/main.ts`);
  const modules = ['./deploy/warm.ts', ...mains, './test/sandbox/printer/main.ts'];
  const imports = modules.map((name) => `import '${name}';`).join('');
  const args = ['--import=./deploy/from-bundles.ts', '--input-type=module', '-e', imports];
  execFileSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
}

/** pm2-runtime, inside this process: Ctrl-C and systemd's SIGTERM stop everything in order. */
function runPm2(): void {
  Object.assign(process.env, {
    PM2_HOME: pm2Home,
    PM2_DISABLE_VERSION_CHECK: '1', // no network
    PM2_CONCURRENT_ACTIONS: '16', // start and stop all at once, so that Ctrl-C leaves nobody
  });
  process.argv = [
    process.execPath,
    'pm2-runtime',
    'start',
    join(ROOT, 'ecosystem.config.js'),
    '--no-auto-exit',
  ];
  quieten();
  stopOnlyOnce();
  createRequire(import.meta.url)('pm2/lib/binaries/Runtime4Docker.js');
}

/** pm2's own chatter is left out; its errors, the banner and the services' logs are not. */
function quieten(): void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((text: string | Uint8Array, ...rest: never[]) =>
    /^\S+ PM2 log: /.test(String(text)) || write(text, ...rest)) as typeof process.stdout.write;
}

/** Ctrl-C arrives twice, from the terminal and from npm: pm2 would stop everything twice. */
function stopOnlyOnce(): void {
  let stopping = false;
  process.on('newListener', (signal: string, stop: () => void) => {
    if ((signal !== 'SIGINT' && signal !== 'SIGTERM') || stop.name === 'once') return;
    queueMicrotask(() => {
      process.off(signal, stop);
      process.on(signal, function once() {
        if (!stopping) stop();
        stopping = true;
      });
    });
  });
}

/** Orders can be taken when all are ready: a printer without paper keeps nobody waiting. */
async function greetWhenReady(): Promise<void> {
  let tell_ms = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const health = await askHealth(config.POS_PORT);
    const problem = health ? missing(health) : `nobody answers at port ${config.POS_PORT}`;
    if (health && !problem) return void process.stdout.write(banner(health.status === 'healthy'));
    if (performance.now() > tell_ms) {
      process.stdout.write(`Not open yet: ${problem}.\n`);
      tell_ms = Infinity;
    }
    await new Promise((again) => setTimeout(again, LOOK_FOR_HEALTH_MS));
  }
}

function banner(isWell: boolean): string {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${scheme}://${address}:${config.POS_PORT}`);
  const here = `${scheme}://localhost:${config.POS_PORT}`;
  const everywhere = ['0.0.0.0', '::'].includes(config.POS_HOST) ? [here, ...addresses] : [here];
  const paper = join(relative(process.cwd(), config.POS_DATA_DIR) || '.', 'demo-printer');
  const demo = [
    'PINs       2468 Ada (admin) · 1357 Ben · 8642 Carla',
    `Paper      ${here}/demo/printer, and ${paper}/*.txt`,
    'No demo    POS_DEMO=0 npm start, with another POS_DATA_DIR',
  ];
  const lines = [
    'Restaurant POS is open.',
    '',
    `Address    ${everywhere.join('  ')}`,
    `Screens    ${here}/display · ${here}/kitchen`,
    `Interface  ${here}/docs · ${here}/redoc · ${here}/asyncapi`,
    `Health     ${here}/health`,
    ...(isWell ? [] : [`Alarms     ${here}/system/alarms, as staff: something needs somebody`]),
    ...(tls ? [`Fingerprint ${tls.fingerprint}`] : []),
    ...(config.POS_DEMO ? demo : []),
    'Stop       Ctrl-C',
  ];
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  return `\n${rule}\n${lines.join('\n')}\n${rule}\n`;
}
