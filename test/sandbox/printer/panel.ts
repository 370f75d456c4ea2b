import type { Socket } from 'node:net';
import type { Command } from './commands.ts';

/** What kind of printer it is. */
export interface Maker {
  language?: 'escpos' | 'star';
  /** What it answers when asked who made it and what it is; nothing: it does not answer that. */
  name?: [maker: string, model: string];
  /** A cheap one says nothing of itself; the default is that it does. */
  speaks?: boolean;
}

/** What goes wrong with it, and how it feels about that. */
export interface Panel {
  readonly state: Readonly<State>;
  setPaper(paper: State['paper']): void;
  setCover(cover: State['cover']): void;
  /** It loses its power, once, when this many more bytes have come. */
  dieAfter(bytes: number): void;
  /** It prints and, asked whether it has, loses its power instead of answering, once. */
  dieUnanswered(): void;
  /** It prints but does not answer any more; `false`: it answers again. */
  keepSilent(silent: boolean): void;
  /** It reads nothing any more; `false`: it reads on. */
  stall(stalled: boolean): void;
  /** Each ticket takes so long; 0: no time. */
  slowDown(ticket_ms: number): void;
  /** All is well again. */
  mend(): void;
}

interface State {
  paper: 'in' | 'low' | 'out';
  cover: 'shut' | 'open';
  silent: boolean;
  stalled: boolean;
  ticket_ms: number;
  dies_after: number;
  dies_unanswered: boolean;
}

interface Machine {
  changed: () => void;
  dies: () => void;
  stalls: (stalled: boolean) => void;
}

const WELL: State = {
  paper: 'in',
  cover: 'shut',
  silent: false,
  stalled: false,
  ticket_ms: 0,
  dies_after: Number.POSITIVE_INFINITY,
  dies_unanswered: false,
};

/** The sensors of a printer and its voice; the machine itself asks it what it can do. */
export function openPanel({ language, name, speaks = true }: Maker, machine: Machine) {
  const state = { ...WELL };
  const automatic = new WeakSet<Socket>();
  const isStar = language === 'star';
  let etb = 0;

  function say(socket: Socket, ...bytes: number[]): void {
    if (speaks && !state.silent && !socket.destroyed) socket.write(Buffer.from(bytes));
  }
  function set(change: Partial<State>): void {
    Object.assign(state, change);
    if (change.stalled !== undefined) machine.stalls(change.stalled);
    machine.changed();
  }
  const canPrint = () => state.paper !== 'out' && state.cover === 'shut';
  const offline = () => (canPrint() ? 0 : 0x08);
  const open = (bit: number) => (state.cover === 'open' ? bit : 0);

  function realtime(n: number): number {
    if (n === 1) return 0x12 | offline();
    if (n === 2) return 0x12 | open(0x04) | (state.paper === 'out' ? 0x20 : 0);
    if (n === 3) return 0x12;
    return 0x12 | { in: 0, low: 0x0c, out: 0x6c }[state.paper];
  }
  /** Four bytes of ESC/POS, or nine of Star. */
  function status(): number[] {
    if (!isStar) {
      return [0x10 | offline() | open(0x20), 0, { in: 0, low: 3, out: 0x0f }[state.paper], 0x0f];
    }
    const counted = ((etb & 0x18) << 2) | ((etb & 0x07) << 1);
    const paper = { in: 0, low: 0x04, out: 0x0c }[state.paper];
    // 0x23: nine bytes long, in the odd places that lengths have there
    return [0x23, 0x06, offline() | open(0x20), 0, 0, paper, 0, counted, 0];
  }

  return {
    state,
    setPaper: (paper: State['paper']) => set({ paper }),
    setCover: (cover: State['cover']) => set({ cover }),
    dieAfter: (bytes: number) => set({ dies_after: bytes }),
    dieUnanswered: () => set({ dies_unanswered: true }),
    keepSilent: (silent: boolean) => set({ silent }),
    stall: (stalled: boolean) => set({ stalled }),
    slowDown: (ticket_ms: number) => set({ ticket_ms }),
    mend: () => set({ ...WELL }),

    canPrint,
    stalled: () => state.stalled,
    takes: () => state.ticket_ms,
    /** The bytes that come before it dies. */
    alive(data: Buffer): Buffer {
      const alive = data.subarray(0, state.dies_after);
      state.dies_after -= alive.length;
      return alive;
    },
    dieIfItIsTime(): void {
      if (state.dies_after > 0) return;
      state.dies_after = Number.POSITIVE_INFINITY;
      machine.dies();
    },
    /** A Star says how it is to everybody who connects. */
    greet: (socket: Socket) => isStar && say(socket, ...status()),
    tellUnasked: (socket: Socket) => automatic.has(socket) && say(socket, ...status()),
    /** Questions that are answered in the middle of printing; false: it is something else. */
    answerAtOnce(command: Command, socket: Socket): boolean {
      const n = command.bytes.at(2) ?? 0;
      if (command.name === 'DLE \x04') say(socket, realtime(n));
      else if (isStar && command.name === 'ESC \x06') say(socket, ...status());
      else if (isStar && command.name === 'ESC RS a') automatic.add(socket);
      else return false;
      return true;
    },
    /** Questions that are answered when their turn comes. */
    answer({ name: command, bytes }: Command, socket: Socket): boolean {
      const n = bytes.at(2) ?? 0;
      if (state.dies_unanswered && /^GS (r|\()$|^ETB$/.test(command)) {
        state.dies_unanswered = false;
        machine.dies();
      } else if (command === 'GS r') say(socket, { in: 0, low: 3, out: 0x0f }[state.paper]);
      else if (command === 'GS a') {
        automatic.add(socket);
        say(socket, ...status());
      } else if (command === 'GS I') {
        const said = name?.[n - 66];
        if (said) say(socket, 0x5f, ...Buffer.from(said, 'latin1'), 0);
      } else if (command === 'GS (' && bytes.at(2) === 0x48) {
        // others print it: they know no such command
        if (name?.[0] !== 'EPSON') return false;
        say(socket, 0x37, 0x22, ...bytes.subarray(7), 0);
      } else if (isStar && command === 'ETB') {
        etb = (etb + 1) % 32;
        say(socket, ...status());
      } else return isStar && command === 'control';
      return true;
    },
  };
}
