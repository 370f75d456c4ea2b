import net from 'node:net';
import { join } from 'node:path';
import type { ProcessDescription } from 'pm2';
import { type Config, runtimeDir } from '#shared/config.ts';
import type { ServiceProcess } from '#shared/contracts/machine.ts';
import { PosError } from '#shared/errors.ts';

/** pm2, as far as it is needed. Each call throws NOT_SUPERVISED where pm2 does not run us. */
export interface Supervisor {
  list(): Promise<ServiceProcess[]>;
  restart(name: string): Promise<void>;
  stop(name: string): Promise<void>;
}

type Heard = (error: Error | null, found?: never) => void;
interface Pm2 {
  connect(heard: Heard): void;
  disconnect(): void;
  list(heard: (error: Error | null, found: ProcessDescription[]) => void): void;
  restart(name: string, heard: Heard): void;
  stop(name: string, heard: Heard): void;
}

export function openSupervisor(config: Config): Supervisor {
  const pm2_home = join(runtimeDir(config), 'pm2');

  async function withPm2<T>(use: (pm2: Pm2) => Promise<T>): Promise<T> {
    // a pm2 that finds nobody starts a daemon of its own, which runs nothing of ours
    if (!(await somebodyAt(join(pm2_home, 'rpc.sock')))) throw new PosError('NOT_SUPERVISED');
    const { default: library } = await import('pm2'); // 20 MB, for who asks only
    const { custom: Custom } = library as unknown as { custom: new (options: object) => Pm2 };
    const pm2 = new Custom({ pm2_home });
    await called((heard) => pm2.connect(heard));
    try {
      return await use(pm2);
    } finally {
      pm2.disconnect();
    }
  }

  return {
    list: () => withPm2(async (pm2) => (await called(pm2.list.bind(pm2))).map(describe)),
    restart: (name) => withPm2((pm2) => called((heard) => pm2.restart(name, heard))),
    stop: (name) => withPm2((pm2) => called((heard) => pm2.stop(name, heard))),
  };
}

function called<T>(call: (heard: (error: Error | null, found: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, found) => (error ? reject(error) : resolve(found)));
  });
}

function describe({ name = '', pid, monit, pm2_env }: ProcessDescription): ServiceProcess {
  const { status = 'unknown', pm_uptime = 0, restart_time = 0 } = pm2_env ?? {};
  const runs = status === 'online' && Boolean(pid);
  return {
    name,
    state: status,
    pid: runs ? (pid as number) : null,
    memory: monit?.memory ?? 0,
    cpu: monit?.cpu ?? 0,
    uptime: runs ? Math.max(0, Math.floor((Date.now() - pm_uptime) / 1000)) : null,
    restarts: restart_time,
  };
}

function somebodyAt(path: string): Promise<boolean> {
  return new Promise((tell) => {
    const socket = net.connect(path, () => tell(true));
    socket.on('connect', () => socket.destroy()).on('error', () => tell(false));
  });
}
