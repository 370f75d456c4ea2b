import { once } from 'node:events';
import net from 'node:net';

/**
 * Ports of this machine that nobody uses now; below those that the kernel gives to outgoing
 * connections, of which a loaded machine has one on any of them a moment later.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = net.createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    await once(server.close(), 'close');
    ports.add(port);
  }
  return [...ports];
}
