import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Peer } from './access.ts';
import { screenStream } from './screen-stream.ts';

/** Far more screens than a restaurant hangs up; a Pi holds these in some 50 MB. */
const MOST_SCREENS = 128;
/** One address may not take all places from the others. */
const MOST_SCREENS_PER_ADDRESS = 64;
const LONGEST_FRAME_BYTES = 64 * 1024;

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
  places: Set<Place>,
  take: (stream: Duplex, peer: Peer, request: IncomingMessage) => void,
  cutOff: () => void,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME_BYTES,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const address = request.socket.remoteAddress ?? '';
    const refusal = refuseScreen(request, address, [...places]);
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
    request.socket.setNoDelay(true); // as the tools' in broker.ts
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = screenStream(webSocket, cutOff);
      const connected_at = new Date().toISOString();
      const place: Place = { stream, peer: { kind: 'screen' }, address, connected_at };
      places.add(place);
      stream.once('close', () => places.delete(place));
      take(stream, place.peer, request);
    });
  });
}

function refuseScreen(
  { url, headers }: IncomingMessage,
  address: string,
  screens: { address: string }[],
): string | undefined {
  if (url?.split('?')[0] !== '/mqtt') return '404 Not Found';
  // a page of another site must not use a browser of ours; apps send no Origin
  const { origin, host } = headers;
  if (origin && URL.parse(origin)?.host !== host) return '403 Forbidden';
  const near = screens.filter((screen) => screen.address === address);
  if (near.length >= MOST_SCREENS_PER_ADDRESS) return '429 Too Many Requests';
  if (screens.length >= MOST_SCREENS) return '503 Service Unavailable';
  return undefined;
}
