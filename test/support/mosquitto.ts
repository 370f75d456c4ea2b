import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, isOpen } from './ports.ts';
import { ROOT } from './sources.ts';
import { until } from './until.ts';

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find((path) => existsSync(path));
/** Why tests with it are skipped here; false where it is installed. */
export const skipMosquitto = MOSQUITTO ? false : 'needs mosquitto: apt-get install mosquitto';

/** Debian's Mosquitto with the files of `deploy/mosquitto`, on a port of this machine. */
export interface Mosquitto {
  port: number;
  /** As POS_BROKER_URL: the services' user. */
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and deletes its files. */
  close(): Promise<void>;
}

/** The passwords of `pos` and `pos-watch`. */
export const PASSWORD = 'a-password-of-the-house';

/** Starts it and waits until it listens. */
export async function openMosquitto(): Promise<Mosquitto> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-mosquitto-'));
  const [port] = (await freePorts(1)) as [number];
  const deployed = (name: string) => readFileSync(join(ROOT, 'deploy/mosquitto', name), 'utf8');
  const conf = deployed('pos.conf')
    .replace('listener 1883', `listener ${port} 127.0.0.1`)
    .replaceAll('/etc/mosquitto', dir);
  // as root it would become a user who may not enter the folder
  writeFileSync(join(dir, 'pos.conf'), `${conf}${process.getuid?.() === 0 ? 'user root\n' : ''}`);
  writeFileSync(join(dir, 'pos.acl'), deployed('pos.acl'), { mode: 0o600 });
  const users = join(dir, 'pos.passwd');
  writeFileSync(users, '', { mode: 0o600 });
  for (const user of ['pos', 'pos-watch']) {
    execFileSync('mosquitto_passwd', ['-b', users, user, PASSWORD], { stdio: 'ignore' });
  }
  let child: ChildProcess;

  const mosquitto: Mosquitto = {
    port,
    url: `mqtt://pos:${PASSWORD}@127.0.0.1:${port}`,
    async start() {
      child = spawn(MOSQUITTO as string, ['-c', join(dir, 'pos.conf')], { stdio: 'ignore' });
      await until('mosquitto listens', () => isOpen(port));
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
    async close() {
      await mosquitto.stop();
      rmSync(dir, { recursive: true });
    },
  };
  await mosquitto.start();
  return mosquitto;
}
