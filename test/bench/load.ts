import autocannon from 'autocannon';
import { percentile } from './table.ts';

/** How a restaurant is opened to be measured. */
export const QUIET: NodeJS.ProcessEnv = { LOG_LEVEL: 'warn' };

/** The header of somebody who is logged in. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** One system as its callers see it. */
export interface Target {
  url: string;
  token: string;
}

/** Four lines, two of them with modifiers: a burger, a gin, a dessert and two lagers. */
export const ORDER = {
  items: [
    { item_id: 9, quantity: 1, modifiers: [{ mod_id: 2 }, { mod_id: 13 }, { mod_id: 6 }] },
    { item_id: 28, quantity: 1, modifiers: [{ mod_id: 21 }] },
    { item_id: 17, quantity: 1 },
    { item_id: 29, quantity: 2 },
  ],
};

/** Orders per second and the milliseconds that each waited. */
export interface Load {
  per_second: number;
  p50_ms: number;
  p99_ms: number;
}

/** Orders over so many connections, each asking again as soon as it is answered. */
export async function takeOrders(
  { url, token }: Target,
  connections: number,
  seconds: number,
): Promise<Load> {
  const took: number[] = [];
  const result = await new Promise<autocannon.Result>((done, fail) => {
    const run = autocannon(
      {
        url: `${url}/orders`,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(ORDER),
        connections,
        duration: seconds,
      },
      (error: unknown, finished) => (error ? fail(error as Error) : done(finished)),
    );
    run.on('response', (_client, _status, _bytes, ms) => took.push(ms));
  });
  if (result.non2xx || result.errors || !took.length) {
    throw new Error(`${result.non2xx} of ${took.length} refused, ${result.errors} failed`);
  }
  return {
    per_second: took.length / result.duration,
    p50_ms: percentile(took, 0.5),
    p99_ms: percentile(took, 0.99),
  };
}
