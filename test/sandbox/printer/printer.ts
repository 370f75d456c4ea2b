import { EventEmitter, once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { type Command, readCommand } from './commands.ts';
import { decode, render } from './decode.ts';
import { type Maker, openPanel, type Panel } from './panel.ts';
import { readStarCommand } from './star-commands.ts';

/** A receipt printer on the network: it serves one client at a time and resets the others. */
export interface Printer extends Panel {
  readonly host: string;
  readonly port: number;
  /** Characters of normal width in a line. */
  readonly columns: number;
  /** The readable tickets that came out, oldest first. */
  papers(): string[];
  /** Resolves with the n-th ticket, counted from 1, as soon as it is cut. */
  paper(n: number): Promise<string>;
  /** How many times the drawer was pulsed. */
  kicks(): number;
  /** Resolves as soon as the drawer was pulsed so many times. */
  kicked(times: number): Promise<void>;
  /** Switched off: connections are refused, what is in its memory is lost. */
  switchOff(): Promise<void>;
  switchOn(): Promise<void>;
}

interface Setup extends Maker {
  /** 0: one that is free. */
  port: number;
  /** Of this machine; 127.0.0.1 unless told. */
  host?: string;
  /** Where the paper is kept: `0001.bin`, `0001.txt`, …; what lies there already stays. */
  folder: string;
  columns?: number;
  /** When it dies, somebody tears off what had come out; else the next ticket follows on it. */
  torn?: true;
}

interface Job {
  command: Command;
  from: net.Socket;
}

const KICKS = new Set(['ESC p', 'DLE \x14', 'BEL', 'SUB', 'FS']);

export async function startPrinter(setup: Setup): Promise<Printer> {
  const { port, host = '127.0.0.1', folder, columns = 48, language = 'escpos' } = setup;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const happenings = new EventEmitter().setMaxListeners(0);
  const isStar = language === 'star';
  const read = isStar ? readStarCommand : readCommand;
  const memory: Job[] = [];
  let serving: net.Socket | undefined;
  let uncut = Buffer.alloc(0); // printed and still in the machine
  let busy: NodeJS.Timeout | undefined;
  let pulses = 0;

  const numbers = () => readdirSync(folder).filter((name) => name.endsWith('.txt'));
  let printed = numbers().length;

  const panel = openPanel(setup, {
    changed: () => {
      if (serving) panel.tellUnasked(serving);
      run();
    },
    dies: () => {
      clearTimeout(busy);
      busy = undefined;
      memory.length = 0;
      if (setup.torn && uncut.length) cut();
      serving?.resetAndDestroy();
    },
    stalls: (stalled) => void (stalled ? serving?.pause() : serving?.resume()),
  });

  function cut(): void {
    const name = join(folder, String(++printed).padStart(4, '0'));
    writeFileSync(`${name}.bin`, uncut);
    writeFileSync(`${name}.txt`, render(decode(uncut, columns, { language }), columns));
    uncut = Buffer.alloc(0);
    happenings.emit('cut');
  }

  function serve(socket: net.Socket): void {
    socket.on('error', () => undefined);
    if (serving) return void socket.resetAndDestroy();
    serving = socket;
    let unread = Buffer.alloc(0);
    socket.once('close', () => (serving = undefined));
    if (panel.stalled()) socket.pause();
    panel.greet(socket);
    socket.on('data', (data) => {
      unread = Buffer.concat([unread, panel.alive(data)]);
      for (let next = take(); next; next = take()) {
        if (!panel.answerAtOnce(next, socket)) memory.push({ command: next, from: socket });
      }
      run();
      panel.dieIfItIsTime();
    });
    function take() {
      const command = unread.length ? read(unread, 0) : undefined;
      unread = unread.subarray(command?.bytes.length ?? 0);
      return command;
    }
  }

  /** Prints what it has in memory, as long as it can. */
  function run(): void {
    while (!busy && panel.canPrint()) {
      const job = memory.shift();
      if (!job) return;
      obey(job);
    }
  }

  function obey({ command, from }: Job): void {
    if (panel.answer(command, from)) return;
    const { name, bytes } = command;
    if (KICKS.has(name)) {
      pulses++;
      happenings.emit('kick');
      return;
    }
    uncut = Buffer.concat([uncut, bytes]);
    const isCut = name === (isStar ? 'ESC d' : 'GS V');
    if (!isCut) return;
    const takes_ms = panel.takes();
    if (!takes_ms) return cut();
    busy = setTimeout(() => {
      busy = undefined;
      cut();
      run();
    }, takes_ms);
  }

  let server = await listen({ host, port }, serve);
  const taken = (server.address() as net.AddressInfo).port;
  const papers = () =>
    numbers()
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));

  return {
    ...panel,
    host,
    port: taken,
    columns,
    papers,
    async paper(n) {
      while (papers().length < n) await once(happenings, 'cut');
      return papers()[n - 1] as string;
    },
    kicks: () => pulses,
    async kicked(times) {
      while (pulses < times) await once(happenings, 'kick');
    },
    async switchOff() {
      const closed = once(server, 'close');
      server.close();
      clearTimeout(busy);
      busy = undefined;
      memory.length = 0;
      serving?.destroy();
      await closed;
    },
    async switchOn() {
      server = await listen({ host, port: taken }, serve);
    },
  };
}

async function listen(
  where: { host: string; port: number },
  serve: (socket: net.Socket) => void,
): Promise<net.Server> {
  const server = net.createServer({ noDelay: true }, serve);
  server.listen(where);
  await once(server, 'listening');
  return server;
}
