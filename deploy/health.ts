import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Health } from '#shared/contracts/system.ts';
import { http, https } from '#shared/http.ts';

const PATIENCE_MS = 5_000;

/**
 * What the system says of itself, on this machine, over HTTP or TLS; undefined where nobody
 * answers. The certificate is not looked at: nothing is told, and nobody else is at 127.0.0.1.
 */
export async function askHealth(port: number): Promise<Health | undefined> {
  return (await ask(http, port)) ?? (await ask(https, port));
}

async function ask(how: typeof http | typeof https, port: number): Promise<Health | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const where = { host: '127.0.0.1', port, path: '/health', agent: false as const };
  const request = how.get({ ...where, signal, rejectUnauthorized: false });
  try {
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const body = (await json(answer)) as Partial<Health>;
    return body.services && body.status ? (body as Health) : undefined;
  } catch {
    return undefined; // nobody, another program, or one who speaks the other language
  }
}

/** Which services are not ready, in words; undefined when all are. An alarm does not count. */
export function missing({ services }: Health): string | undefined {
  const away = Object.entries(services).filter(([, { status }]) => status !== 'ready');
  const told = away.map(([name, { status, problem }]) => `${name} is ${problem ?? status}`);
  return told.length ? told.join('; ').replaceAll('_', ' ') : undefined;
}
