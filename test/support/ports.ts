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

/** Whether somebody listens at a port of this machine. */
export async function isOpen(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
}
