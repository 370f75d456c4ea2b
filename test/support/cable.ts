import { once } from 'node:events';
import net from 'node:net';

/** A network cable between a screen and the server, which can be pulled. */
export interface Cable {
  /** The server's address at this end. */
  url: string;
  /** Nothing passes any more, and nobody is told. */
  pull(): void;
  plugIn(): void;
  close(): void;
}

export async function openCable(serverPort: number): Promise<Cable> {
  const ends = new Set<net.Socket>();
  let pulled = false;
  const server = net.createServer((near) => {
    const far = net.connect(serverPort, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('data', (bytes) => pulled || to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => {
        ends.delete(from);
        if (!pulled) to.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    pull: () => void (pulled = true),
    plugIn() {
      for (const end of ends) end.destroy(); // whoever waited has given up long ago
      pulled = false;
    },
    close() {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}
