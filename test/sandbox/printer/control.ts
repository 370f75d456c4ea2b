import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Printer } from './printer.ts';

export const CONTROL = '/demo/printer/_control';

/** What can be done to the printer; what is not said stays. `power: off` is that of its network. */
const wish = z.strictObject({
  paper: z.enum(['in', 'low', 'out']).optional(),
  cover: z.enum(['shut', 'open']).optional(),
  silent: z.boolean().optional(),
  stalled: z.boolean().optional(),
  ticket_ms: z.int().min(0).max(60_000).optional(),
  dies_after: z.int().min(0).max(1_000_000).optional(),
  power: z.enum(['on', 'off']).optional(),
});

/** GET tells how the printer is; POST, as JSON, makes it like that. */
export function openControl(printer: Printer) {
  let power: 'on' | 'off' = 'on';

  async function change(said: z.output<typeof wish>): Promise<void> {
    if (said.paper) printer.setPaper(said.paper);
    if (said.cover) printer.setCover(said.cover);
    if (said.silent !== undefined) printer.keepSilent(said.silent);
    if (said.stalled !== undefined) printer.stall(said.stalled);
    if (said.ticket_ms !== undefined) printer.slowDown(said.ticket_ms);
    if (said.dies_after !== undefined) printer.dieAfter(said.dies_after);
    if (said.power === undefined || said.power === power) return;
    power = said.power;
    await (power === 'on' ? printer.switchOn() : printer.switchOff());
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, body: object) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(body));
    if (request.method === 'POST') {
      // a foreign page cannot send this type without asking first
      if (request.headers['content-type'] !== 'application/json') return send(415, {});
      const said = wish.safeParse(await bodyOf(request));
      if (!said.success) return send(422, { errors: said.error.issues });
      await change(said.data);
    }
    const { dies_after, ...state } = printer.state;
    const dies = Number.isFinite(dies_after) ? dies_after : null;
    send(200, { ...state, dies_after: dies, power, kicks: printer.kicks() });
  };
}

/** Undefined where it is no JSON. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    return undefined;
  }
}
