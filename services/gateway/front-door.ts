import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Log } from '#shared/log.ts';

/** A predecessor that is just ending frees the port within this; looked at this often. */
const PORT_TAKEN_RETRY_MS = 500;
/** What callers who are being answered get at most, before pm2 loses patience. */
const DRAIN_MS = 1_200;
const LOOK_MS = 20;

/** Listens on the configured port; waits, saying so, while something else has it. */
export async function listen(server: Server, config: Config, log: Log): Promise<void> {
  const { POS_PORT: port, POS_HOST: host } = config;
  for (;;) {
    try {
      await once(server.listen(port, host), 'listening');
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      log.error({ port }, 'the port is taken by another program');
      await new Promise((again) => setTimeout(again, PORT_TAKEN_RETRY_MS));
    }
  }
}

/** Takes no more callers, answers those inside, and leaves after the other services. */
export async function drain(server: Server, bus: Bus): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  let answered = false;
  server.close(() => (answered = true));
  server.closeIdleConnections();
  const others = CONTRACTS.map(({ service }) => service).filter((name) => name !== bus.name);
  const someStay = () =>
    others.some((name) => (bus.statusOf(name)?.state ?? 'offline') !== 'offline');
  while ((!answered || someStay()) && performance.now() < until) {
    await new Promise((again) => setTimeout(again, LOOK_MS));
    server.closeIdleConnections();
  }
  server.closeAllConnections();
}
