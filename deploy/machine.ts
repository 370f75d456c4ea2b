import { execFile, spawnSync } from 'node:child_process';
import net from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Config, runtimeDir } from '#shared/config.ts';

/** What is asked of the machine: systemd, pm2, the port. */

const PM2 = join(import.meta.dirname, '../node_modules/pm2/bin/pm2');

/** What pm2 says of one process. */
export interface Process {
  name: string;
  status: string;
  restarts: number;
  since_ms: number;
}

export const pm2Home = (config: Config) => join(runtimeDir(config), 'pm2');

export const PM2_ENV = { PM2_DISABLE_VERSION_CHECK: '1' }; // no network

/** Whether somebody listens at a port of this machine, or at a socket. */
export function somebodyAt(where: number | string): Promise<boolean> {
  return new Promise((tell) => {
    const to = typeof where === 'string' ? { path: where } : { port: where, host: '127.0.0.1' };
    const socket = net.connect(to, () => {
      socket.destroy();
      tell(true);
    });
    socket.on('error', () => tell(false));
  });
}

/** Undefined where pm2 does not run: asking it would start another one. */
export async function pm2List(config: Config): Promise<Process[] | undefined> {
  const home = pm2Home(config);
  if (!(await somebodyAt(join(home, 'rpc.sock')))) return undefined;
  const env = { ...process.env, ...PM2_ENV, PM2_HOME: home };
  const options = { env, maxBuffer: 64 * 1024 * 1024 }; // each process's whole environment
  const { stdout } = await promisify(execFile)(process.execPath, [PM2, 'jlist'], options);
  const list = JSON.parse(stdout.slice(stdout.indexOf('[{'))) as {
    name: string;
    pm2_env: { status: string; restart_time: number; pm_uptime: number };
  }[];
  return list.map(({ name, pm2_env }) => ({
    name,
    status: pm2_env.status,
    restarts: pm2_env.restart_time,
    since_ms: pm2_env.pm_uptime,
  }));
}

/** The first line of what a command says; undefined where there is none. */
function say(command: string, ...args: string[]): string | undefined {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  return error ? undefined : stdout.trim().split('\n')[0] || undefined;
}

/** `active`, `failed` …; undefined where there is no such unit. */
export function serviceState(): string | undefined {
  const loaded = say('systemctl', 'show', '-p', 'LoadState', '--value', 'pos-backend.service');
  return loaded === 'loaded' ? say('systemctl', 'is-active', 'pos-backend.service') : undefined;
}

/** `yes` or `no`: whether a time server has set the clock; undefined where nobody knows. */
export const clockState = () => say('timedatectl', 'show', '-p', 'NTPSynchronized', '--value');
