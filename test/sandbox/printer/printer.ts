import { EventEmitter, once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { readCommand } from './commands.ts';
import { decode, render } from './decode.ts';

/** A receipt printer on the network: 80 mm of paper, one client at a time, no drawer. */
export interface Printer {
  readonly port: number;
  /** Characters of normal width in a line. */
  readonly columns: number;
  /** The readable tickets that came out, oldest first. */
  papers(): string[];
  /** Resolves with the n-th ticket, counted from 1, as soon as it is cut. */
  paper(n: number): Promise<string>;
  /** Switched off: connections are refused. */
  switchOff(): Promise<void>;
  switchOn(): Promise<void>;
  /** It loses its power, once, when this many more bytes have come. */
  dieAfter(bytes: number): void;
  /** It prints but does not answer any more; `false`: it answers again. */
  keepSilent(silent: boolean): void;
}

interface Setup {
  /** 0: one that is free. */
  port: number;
  /** Where the paper is kept: `0001.bin`, `0001.txt`, …; what lies there already stays. */
  folder: string;
  columns?: number;
}

/** Nothing is wrong: on line, cover shut, paper in. */
const WELL = Buffer.from([0x12]);
const PAPER_IN = Buffer.from([0x00]);

/** Listens at 127.0.0.1. */
export async function startPrinter({ port, folder, columns = 48 }: Setup): Promise<Printer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const cuts = new EventEmitter();
  const waiting: net.Socket[] = [];
  let serving: net.Socket | undefined;
  let uncut = Buffer.alloc(0); // printed and still in the machine
  let life = Number.POSITIVE_INFINITY; // bytes until it dies
  let silent = false;

  const numbers = () => readdirSync(folder).filter((name) => name.endsWith('.txt'));
  let printed = numbers().length;

  function cut(): void {
    const name = join(folder, String(++printed).padStart(4, '0'));
    writeFileSync(`${name}.bin`, uncut);
    writeFileSync(`${name}.txt`, render(decode(uncut, columns), columns));
    uncut = Buffer.alloc(0);
    cuts.emit('cut');
  }

  function serve(socket: net.Socket): void {
    if (serving) return void waiting.push(socket);
    serving = socket;
    let unread = Buffer.alloc(0);
    socket.on('data', (data) => {
      const alive = data.subarray(0, life);
      life -= alive.length;
      unread = Buffer.concat([unread, alive]);
      for (let next = take(); next; next = take()) obey(next.name, next.bytes, socket);
      if (life > 0) return;
      life = Number.POSITIVE_INFINITY;
      socket.resetAndDestroy();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      serving = undefined;
      const next = waiting.find((other) => !other.destroyed);
      waiting.splice(0, next ? waiting.indexOf(next) + 1 : waiting.length);
      if (next) serve(next);
    });
    function take() {
      const command = unread.length ? readCommand(unread, 0) : undefined;
      unread = unread.subarray(command?.bytes.length ?? 0);
      return command;
    }
  }

  function obey(name: string, bytes: Buffer, socket: net.Socket): void {
    if (name === 'DLE \x04') return void (silent || socket.write(WELL));
    if (name === 'GS r') return void (silent || socket.write(PAPER_IN));
    uncut = Buffer.concat([uncut, bytes]);
    if (name === 'GS V') cut();
  }

  let server = await listen(port, serve);
  const taken = (server.address() as net.AddressInfo).port;
  const papers = () =>
    numbers()
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));

  return {
    port: taken,
    columns,
    papers,
    async paper(n) {
      while (papers().length < n) await once(cuts, 'cut');
      return papers()[n - 1] as string;
    },
    async switchOff() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of [serving, ...waiting]) socket?.destroy();
      await closed;
    },
    async switchOn() {
      server = await listen(taken, serve);
    },
    dieAfter: (bytes) => void (life = bytes),
    keepSilent: (now) => void (silent = now),
  };
}

async function listen(port: number, serve: (socket: net.Socket) => void): Promise<net.Server> {
  const server = net.createServer({ noDelay: true }, serve);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
