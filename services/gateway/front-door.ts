import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { Bus } from '#shared/bus.ts';
import type { Certificate } from '#shared/certificate.ts';
import type { Config } from '#shared/config.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { http, https } from '#shared/http.ts';
import type { Log } from '#shared/log.ts';

/** A predecessor that is just ending frees the port within this; looked at this often. */
const PORT_TAKEN_RETRY_MS = 500;
/** What callers who are being answered get at most, before pm2 loses patience. */
const DRAIN_MS = 1_200;
const LOOK_MS = 20;

/** How long a request may take to arrive, and how many may stand at the door. */
export interface Limits {
  headers_ms: number;
  request_ms: number;
  look_ms: number;
  connections: number;
  connections_per_address: number;
}

/**
 * A menu of several MB over a bad WLAN takes seconds. Thirty screens with seven connections each
 * and eight tills with six, behind one address, are some 260; a Pi holds a thousand in 30 MB.
 */
export const LIMITS: Limits = {
  headers_ms: 10_000,
  request_ms: 60_000,
  look_ms: 2_000,
  connections: 1_024,
  connections_per_address: 512,
};

/** An HTTP server that nobody keeps busy by being slow, or by coming a thousand times at once. */
export function openServer(
  answer: RequestListener,
  tls?: Certificate,
  limits: Limits = LIMITS,
): Server {
  const timeouts = {
    headersTimeout: limits.headers_ms,
    requestTimeout: limits.request_ms,
    connectionsCheckingInterval: limits.look_ms,
  };
  const server = tls
    ? https.createServer({ ...timeouts, cert: tls.cert, key: tls.key }, answer)
    : http.createServer(timeouts, answer);
  server.maxConnections = limits.connections;
  const near = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (near.get(address) ?? 0) + 1;
    near.set(address, count);
    socket.once('close', () => {
      const left = (near.get(address) ?? 1) - 1;
      if (left) near.set(address, left);
      else near.delete(address);
    });
    if (count > limits.connections_per_address) socket.destroy();
  });
  return server;
}

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
