/** Who is no service only connects and subscribes: no packet of theirs is longer. */
const LONGEST_PACKET_BYTES = 64 * 1024;

/** Follows the MQTT fixed headers, so that small pieces cannot add up to one huge packet. */
export function packetGuard() {
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
