import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { PosError } from '#shared/errors.ts';
import { http } from '#shared/http.ts';
import type { Peer } from './access.ts';
import type { Doorman } from './doorman.ts';
import { problemOf } from './problem.ts';
import { screenStream } from './screen-stream.ts';

/** Far more screens than a restaurant hangs up; a Pi holds these in some 50 MB. */
const MOST_SCREENS = 128;
/** One address may not take all places from the others. */
const MOST_SCREENS_PER_ADDRESS = 64;
const LONGEST_FRAME_BYTES = 64 * 1024;
/** When one of too many tries again: places become free as screens are switched off. */
const FULL_RETRY_AFTER_S = 5;

/** A connection at `/mqtt`. */
export interface Place {
  stream: Duplex;
  peer: Peer;
  address: string;
  connected_at: string;
}

/** Takes screens at `/mqtt` of a server, each in a place of its own while it is connected. */
export function acceptScreens(
  server: Server,
  doorman: Doorman,
  places: Set<Place>,
  take: (stream: Duplex, peer: Peer, request: IncomingMessage) => void,
  cutOff: () => void,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME_BYTES,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });

  function seat(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = request.socket.remoteAddress ?? '';
    refuseMore(address, [...places]);
    request.socket.setNoDelay(true); // as the tools' in broker.ts
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = screenStream(webSocket, cutOff);
      const connected_at = new Date().toISOString();
      const place: Place = { stream, peer: { kind: 'screen' }, address, connected_at };
      places.add(place);
      stream.once('close', () => places.delete(place));
      take(stream, place.peer, request);
    });
  }

  async function welcome(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (request.url?.split('?')[0] !== '/mqtt') throw new PosError('NOT_FOUND');
    await doorman.let(request, 'upgrade');
    seat(request, socket, head);
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()); // it left while it was looked at
    welcome(request, socket, head).catch((error: unknown) => refuse(socket, error));
  });
}

function refuseMore(address: string, screens: { address: string }[]): void {
  const near = screens.filter((screen) => screen.address === address);
  if (near.length >= MOST_SCREENS_PER_ADDRESS) {
    throw new PosError('TOO_MANY_REQUESTS', { retry_after_s: FULL_RETRY_AFTER_S });
  }
  if (screens.length >= MOST_SCREENS) throw new PosError('SERVICE_UNAVAILABLE');
}

/** In the words of every other refusal, though no HTTP response is at hand here. */
function refuse(socket: Duplex, error: unknown): void {
  const refusal = error instanceof PosError ? error : new PosError('INTERNAL_ERROR');
  const { status, headers, body } = problemOf(refusal);
  const text = JSON.stringify(body);
  const head = Object.entries({
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  const lines = [`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`, ...head];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
