import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import limiters from 'rate-limiter-flexible';
import type { Config } from '#shared/config.ts';
import { PosError } from '#shared/errors.ts';
import { hostOf } from './host.ts';
import { isOurName, isOurPage, type Names } from './names.ts';

/** What one address may ask within a while. */
export interface Pace {
  requests: number;
  upgrades: number;
  within_s: number;
}

/**
 * Thirty screens that load their pages at once after a power cut (ten files each) and eight tills
 * with ten questions a second, all behind one router, are some 1,100 requests in ten seconds.
 * Thirty screens that look for their server again come four times in that while.
 */
export const PACE: Pace = { requests: 4_000, upgrades: 600, within_s: 10 };

/** Stands at the door, before anything is read or looked up. */
export interface Doorman {
  /** Throws HOST_NOT_ALLOWED, TOO_MANY_REQUESTS, ORIGIN_NOT_ALLOWED. */
  let(request: IncomingMessage, as: 'request' | 'upgrade'): Promise<void>;
}

export function openDoorman(config: Config, pace: Pace = PACE): Doorman {
  const names = namesOf(config);
  const duration = pace.within_s;
  const limits = {
    request: new limiters.RateLimiterMemory({ points: pace.requests, duration }),
    upgrade: new limiters.RateLimiterMemory({ points: pace.upgrades, duration }),
  };

  return {
    async let(request, as) {
      const host = hostOf(request);
      if (!isOurName(host, names)) throw new PosError('HOST_NOT_ALLOWED');
      const address = whose(request.socket.remoteAddress ?? '');
      if (address) await limits[as].consume(address).catch(slowDown);
      const { origin } = request.headers;
      const reads = as === 'request' && /^(GET|HEAD|OPTIONS)$/.test(request.method ?? '');
      if (!reads && !isOurPage(origin, host, names)) throw new PosError('ORIGIN_NOT_ALLOWED');
    },
  };
}

function namesOf({ POS_HOSTS, SQUARE_WEBHOOK_URL: webhook }: Config): Names {
  const asked = webhook ? [new URL(webhook).hostname] : [];
  return { hostname: hostname(), added: [...POS_HOSTS, ...asked] };
}

/**
 * By what requests are counted: a device makes itself as many IPv6 addresses as it likes, within
 * its network of 64 bits. The machine itself is not counted: a proxy on it speaks for everybody.
 */
export function whose(address: string): string | undefined {
  const plain = address.replace(/^::ffff:/, '');
  if (plain === '127.0.0.1' || plain === '::1') return undefined;
  if (!plain.includes(':')) return plain;
  const [before = '', after] = plain.replace(/%.*/, '').split('::');
  const left = before.split(':').filter(Boolean);
  const right = after?.split(':').filter(Boolean) ?? [];
  const zeros = after === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4).join(':');
}

function slowDown(refusal: unknown): never {
  if (!(refusal instanceof limiters.RateLimiterRes)) throw refusal;
  const retry_after_s = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  throw new PosError('TOO_MANY_REQUESTS', { retry_after_s });
}
