import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { packetGuard } from './packet-guard.ts';

/** What a screen that stopped reading may pile up before it is cut off; it comes back afresh. */
export const MOST_BUFFERED_BYTES = 1024 * 1024;

/**
 * A screen's WebSocket as the broker sees it. It never reports back-pressure: one screen that
 * stops reading would otherwise hold up every other until the broker's drain timeout.
 */
export function screenStream(socket: WebSocket, cutOff: () => void = () => {}): Duplex {
  const packets = packetGuard();

  function send(bytes: Buffer): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(bytes);
    if (socket.bufferedAmount <= MOST_BUFFERED_BYTES) return;
    cutOff();
    socket.terminate();
  }

  const stream = new Duplex({
    writableHighWaterMark: 2 * MOST_BUFFERED_BYTES,
    read() {
      socket.resume();
    },
    write(bytes: Buffer, _encoding, done) {
      send(bytes);
      done();
    },
    writev(chunks, done) {
      send(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)));
      done();
    },
    final(done) {
      socket.close();
      done();
    },
    destroy(error, done) {
      socket.terminate();
      done(error);
    },
  });

  socket.on('message', (data) => {
    const bytes = data as Buffer;
    if (!packets.within(bytes)) return void stream.destroy();
    if (!stream.push(bytes)) socket.pause();
  });
  socket.on('close', () => stream.destroy());
  socket.on('error', () => stream.destroy());
  return stream;
}
