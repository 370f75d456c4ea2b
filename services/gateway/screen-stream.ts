import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** What a screen that stopped reading may pile up before it is cut off; it comes back afresh. */
export const MOST_BUFFERED_BYTES = 1024 * 1024;
/** A screen only connects and subscribes: no packet of its own is longer. */
const LONGEST_PACKET_BYTES = 64 * 1024;

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

/** Follows the MQTT fixed headers, so that small frames cannot add up to one huge packet. */
function packetGuard() {
  let left = 0; // bytes of the current packet that are still to come
  let length = 0;
  let factor = 0; // 0: the packet's type byte is next; else the weight of the next length byte

  return {
    within(bytes: Buffer): boolean {
      for (let i = 0; i < bytes.length; ) {
        if (left > 0) {
          const step = Math.min(left, bytes.length - i);
          left -= step;
          i += step;
        } else if (factor === 0) {
          factor = 1;
          length = 0;
          i++;
        } else {
          const byte = bytes[i++] as number;
          length += (byte & 0x7f) * factor;
          factor *= 128;
          if (length > LONGEST_PACKET_BYTES || factor > 128 ** 4) return false;
          if (byte < 0x80) [left, factor] = [length, 0];
        }
      }
      return true;
    },
  };
}
