import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Those that own a file; the gateway and the demo printer keep no orders. */
const OWNERS = ['catalog', 'staff', 'orders', 'payments', 'reporting', 'print-spooler'];

/** The name under which the program to compare with is slowed down too. */
export const ONE_PROCESS = 'one-process';

/** Environment in which the owners' fsync takes 10 ms longer; undefined without a C compiler. */
export function slowDisk(dir: string): NodeJS.ProcessEnv | undefined {
  const library = join(dir, 'slow-fsync.so');
  const source = join(import.meta.dirname, 'slow-fsync.c');
  const made = spawnSync('gcc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl'], {
    stdio: 'inherit',
  });
  if (made.status !== 0) return undefined;
  return { LD_PRELOAD: library, SLOW_FSYNC_NAMES: [...OWNERS, ONE_PROCESS].join() };
}
