import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { MAKERS, type Maker } from '../../services/discovery/maker.ts';

/** The 302 bytes of a Star printer's reply. */
export function starReply({ mac = '0011620a0b0c', model = 'TSP143 (STR_T-001)' } = {}): Buffer {
  const reply = Buffer.alloc(302);
  reply.write('STR_BCAST', 0, 'latin1');
  reply.write('RS1.0.1', 16, 'latin1');
  reply.writeUInt16BE(302, 24);
  reply.write('TSP100LAN', 36, 'latin1');
  reply.write(mac, 78, 'hex');
  reply.write(model, 204, 'latin1');
  return reply;
}

/** An Epson printer's reply to who it is; `result` 0 is well. */
export function epsonReply({ model = 'TM-T88V', result = 0 } = {}): Buffer {
  const reply = Buffer.alloc(147);
  reply.write('EPSONq', 0, 'latin1');
  reply[6] = 3;
  reply.writeUInt16BE(result, 10);
  reply.writeUInt16BE(147 - 14, 12);
  reply.write(model, 19, 'latin1');
  return reply;
}

/** A printer's ear for its maker's question, at an address of this machine. */
export async function listen(name: Maker['name'], host: string, answers: Buffer[]) {
  const maker = MAKERS.find((one) => one.name === name) as Maker;
  const socket = createSocket('udp4');
  const questions: Buffer[] = [];
  const askers: number[] = [];
  socket.on('message', (question, { port, address }) => {
    questions.push(question);
    askers.push(port);
    for (const answer of answers) socket.send(answer, port, address);
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return {
    maker: { ...maker, port: socket.address().port },
    questions,
    /** The ports it was asked from. */
    askers,
    /** Says something that nobody asked for. */
    say: (said: Buffer, port: number) => socket.send(said, port, '127.0.0.1'),
    close: () => socket.close(),
  };
}
