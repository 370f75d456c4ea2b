import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A machine whose clock and disk can be told to go wrong, process by process. */
export interface BadMachine {
  env: NodeJS.ProcessEnv;
  /** All clocks of the services jump: so many seconds off the true time. */
  setClocks(seconds: number): void;
  /** The next fsyncs of a service fail, as those of a dying stick. */
  failFsync(service: string, times: number): void;
}

/** Undefined without a C compiler. */
export function makeBadMachine(dir: string, services: string[]): BadMachine | undefined {
  const library = join(dir, 'bad-machine.so');
  const source = join(import.meta.dirname, 'bad-machine.c');
  const made = spawnSync('gcc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  if (made.status !== 0) return undefined;
  const folder = join(dir, 'bad-machine');
  mkdirSync(folder);
  for (const service of services) writeFileSync(join(folder, service), Buffer.alloc(16));
  function tell(service: string, at: number, value: number): void {
    const number = Buffer.alloc(8);
    number.writeBigInt64LE(BigInt(value));
    const file = openSync(join(folder, service), 'r+');
    writeSync(file, number, 0, 8, at);
    closeSync(file);
  }
  return {
    env: { LD_PRELOAD: library, BAD_MACHINE: folder },
    setClocks: (seconds) => services.forEach((service) => tell(service, 0, seconds)),
    failFsync: (service, times) => tell(service, 8, times),
  };
}
