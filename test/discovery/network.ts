import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The namespaces end by themselves after this, even where a test was killed. */
const LIFE_S = '180';
const PATIENCE_MS = 15_000;

/** Why there can be no network of our own here; undefined where there can. */
export function noNetwork(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root: a network namespace for each machine';
  const tools = ['avahi-daemon', 'avahi-browse', 'avahi-publish', 'dbus-daemon', 'ip', 'nsenter'];
  const missing = tools.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status);
  if (missing) return `needs ${missing} (packages avahi-daemon, avahi-utils, dbus, iproute2)`;
  const { status } = spawnSync('unshare', ['--net', '--mount', 'true']);
  return status === 0 ? undefined : 'needs the privilege to make network namespaces';
}

/** Something that runs on one of the machines and what it says, line by line. */
export interface Running {
  child: ChildProcess;
  /** What it has said so far. */
  lines: string[];
  /** Resolves with the first line, from the start on, that fits; rejects after 15 s. */
  line(fits: RegExp): Promise<string>;
  ended: Promise<unknown>;
  /** Ends it and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface Network {
  /** Runs a command on the server's machine. */
  onServer(command: string[], env?: NodeJS.ProcessEnv): Running;
  /** Runs a command on the till's machine, where avahi listens. */
  onTill(command: string[]): Running;
  /** Gives the server's machine another address. */
  moveServer(from: string, to: string): void;
  /** Gives the till's machine another address, and all that is on it. */
  moveTill(from: string, to: string): void;
  close(): Promise<void>;
}

/** Two machines on one cable: the server's at 10.77.0.1, and a till's with avahi at 10.77.0.2. */
export async function openNetwork(): Promise<Network> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-net-'));
  const started: Running[] = [];
  const bus = `unix:path=${join(dir, 'bus')}`;
  const env = { PATH: process.env.PATH, DBUS_SYSTEM_BUS_ADDRESS: bus };

  function run(command: string[], more: NodeJS.ProcessEnv = env): Running {
    const running = listen(spawn(command[0] as string, command.slice(1), { env: more }));
    started.push(running);
    return running;
  }
  async function machine(prepare: string): Promise<number> {
    const shell = `${prepare} && echo there && exec sleep ${LIFE_S}`;
    const anchor = run(['unshare', '--net', '--mount', 'sh', '-ec', shell]);
    await anchor.line(/^there$/);
    return anchor.child.pid as number;
  }
  const inside = (pid: number, ...command: string[]) => [
    'nsenter',
    `--target=${pid}`,
    '--net',
    '--mount',
    ...command,
  ];
  const ip = (pid: number, ...args: string[]) => {
    const [command, ...rest] = inside(pid, 'ip', ...args);
    execFileSync(command as string, rest);
  };

  const server = await machine('ip link set lo up');
  // a /run of its own: another avahi on this machine keeps its pid file
  const till = await machine('mount -t tmpfs run /run && mkdir /run/avahi-daemon');
  ip(server, 'link', 'add', 'pos0', 'type', 'veth', 'peer', 'name', 'pos1', 'netns', String(till));
  ip(server, 'address', 'add', '10.77.0.1/24', 'dev', 'pos0');
  ip(server, 'link', 'set', 'pos0', 'up');
  ip(till, 'address', 'add', '10.77.0.2/24', 'dev', 'pos1');
  ip(till, 'link', 'set', 'pos1', 'up');
  ip(till, 'link', 'set', 'lo', 'up');

  writeFileSync(join(dir, 'dbus.conf'), dbusConfig(bus));
  writeFileSync(join(dir, 'avahi.conf'), AVAHI_CONFIG);
  const dbus = inside(till, 'dbus-daemon', `--config-file=${join(dir, 'dbus.conf')}`);
  await run([...dbus, '--nofork', '--print-address=1']).line(/^unix:path/);
  const avahi = ['avahi-daemon', '-f', join(dir, 'avahi.conf'), '--no-drop-root', '--no-chroot'];
  await run(inside(till, ...avahi, '--no-rlimits')).line(/Server startup complete/);

  return {
    onServer: (command, more) => run(inside(server, ...command), more),
    onTill: (command) => run(inside(till, ...command)),
    moveServer(from, to) {
      ip(server, 'address', 'delete', `${from}/24`, 'dev', 'pos0');
      ip(server, 'address', 'add', `${to}/24`, 'dev', 'pos0');
    },
    moveTill(from, to) {
      ip(till, 'address', 'delete', `${from}/24`, 'dev', 'pos1');
      ip(till, 'address', 'add', `${to}/24`, 'dev', 'pos1');
    },
    async close() {
      for (const running of started.toReversed()) await running.end('SIGKILL');
      rmSync(dir, { recursive: true });
    },
  };
}

function listen(child: ChildProcess): Running {
  const lines: string[] = [];
  let heard = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      heard.resolve();
      heard = Promise.withResolvers();
    });
  }
  const ended = once(child, 'close');

  return {
    child,
    lines,
    ended,
    async line(fits) {
      const late = AbortSignal.timeout(PATIENCE_MS);
      const over = once(late, 'abort').then(() => Promise.reject(new Error(said())));
      const said = () => `nothing like ${fits} in:\n${lines.join('\n')}`;
      for (let next = 0; ; next++) {
        while (next >= lines.length) await Promise.race([heard.promise, over]);
        const line = lines[next] as string;
        if (fits.test(line)) return line;
      }
    },
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
  };
}

const dbusConfig = (address: string) => `<busconfig>
  <type>system</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
`;

const AVAHI_CONFIG = `[server]
host-name=till
use-ipv4=yes
use-ipv6=no
[wide-area]
enable-wide-area=no
`;
