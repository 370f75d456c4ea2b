import type { Duplex } from 'node:stream';

/**
 * The same stream, sending all that is written to it in one turn of the event loop by one system
 * call: under load each packet's own call, and the waking of its reader, cost more than its making.
 */
export function gatherWrites<S extends Duplex>(stream: S): S {
  const cork = stream.cork.bind(stream);
  let gathering = false;
  // MQTT packets are written between a cork and an uncork of their own; this one lies around them
  stream.cork = () => {
    if (!gathering) {
      gathering = true;
      cork();
      setImmediate(() => {
        gathering = false;
        stream.uncork();
      });
    }
    cork();
  };
  return stream;
}
