import type { PrinterLanguage } from '#shared/contracts/code-pages.ts';
import type { PrinterAnswer } from '#shared/contracts/printers.ts';
import type { Sensors } from './condition.ts';

export type ConfirmsBy = NonNullable<PrinterAnswer['confirms_by']>;

/** What a printer says, once its bytes are understood. */
export type Reply =
  | { what: 'sensors'; sensors: Sensors; etb?: number }
  | { what: 'name'; name: string }
  | { what: 'done'; token: string };

/** How a family of printers is asked, and what its answers mean. */
export interface Dialect {
  /** Answered at once, also in the middle of printing and while it cannot print. */
  askSensors: Buffer;
  /** Maker and model; nothing where the family has no words for it. */
  askName: Buffer;
  /** Put behind a job: answered with `token` when all before it is on paper. */
  askDone(by: ConfirmsBy, token: string): Buffer;
  /** Understands a stream of answers, however it is cut into pieces. */
  reader(): (bytes: Buffer) => Reply[];
}

const [DLE, EOT, GS] = [0x10, 0x04, 0x1d];
/** A name has forty letters: what goes on longer is no answer, and would fill the memory. */
const LONGEST_ANSWER_BYTES = 256;
/** Whether it is off line, why, and how much paper there is: three answers of a byte, in order. */
const REALTIME = [1, 2, 4];

const escpos: Dialect = {
  askSensors: Buffer.from(REALTIME.flatMap((n) => [DLE, EOT, n])),
  askName: Buffer.from([GS, 0x49, 66, GS, 0x49, 67]),
  askDone: (by, token) =>
    by === 'process_id'
      ? Buffer.concat([Buffer.from([GS, 0x28, 0x48, 6, 0, 48, 48]), Buffer.from(token, 'latin1')])
      : Buffer.from([GS, 0x72, 1]),
  reader() {
    let unread = Buffer.alloc(0);
    let realtime: number[] = [];
    return (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      const replies: Reply[] = [];
      for (let taken = readEscPos(unread); taken; taken = readEscPos(unread)) {
        unread = unread.subarray(taken.length);
        if (taken.reply) replies.push(taken.reply);
        if (taken.realtime === undefined) continue;
        realtime.push(taken.realtime);
        if (realtime.length < REALTIME.length) continue;
        replies.push({ what: 'sensors', sensors: ofRealtime(realtime) });
        realtime = [];
      }
      return replies;
    };
  },
};

interface Taken {
  length: number;
  reply?: Reply;
  realtime?: number;
}

/** The first answer of a stream; undefined while it has not all come. */
function readEscPos(stream: Buffer): Taken | undefined {
  const first = stream[0];
  if (first === undefined) return undefined;
  if ((first & 0x93) === 0x12) return { length: 1, realtime: first };
  // sent unasked: its other three bytes look like an answer to GS r
  if ((first & 0x93) === 0x10) {
    if (stream.length < 4) return undefined;
    return { length: 4, reply: { what: 'sensors', sensors: ofAutomatic(stream) } };
  }
  if ((first & 0x90) === 0) return { length: 1, reply: { what: 'done', token: '' } };
  if (first !== 0x37 && first !== 0x5f) return { length: 1 };
  const end = stream.indexOf(0);
  if (end < 0) return stream.length > LONGEST_ANSWER_BYTES ? { length: stream.length } : undefined;
  const said = stream.subarray(1, end).toString('latin1');
  // 0x37 is the head of several answers; that of a process id goes on with a quotation mark
  if (first === 0x5f) return { length: end + 1, reply: { what: 'name', name: said } };
  if (!said.startsWith('"')) return { length: end + 1 };
  return { length: end + 1, reply: { what: 'done', token: said.slice(1) } };
}

function ofRealtime([state = 0, why = 0, paper = 0]: number[]): Sensors {
  return {
    offline: (state & 0x08) > 0,
    cover_open: (why & 0x04) > 0,
    error: (why & 0x40) > 0,
    paper: (why & 0x20) | (paper & 0x60) ? 'out' : paper & 0x0c ? 'low' : 'in',
  };
}

function ofAutomatic([state = 0, errors = 0, paper = 0]: Buffer): Sensors {
  return {
    offline: (state & 0x08) > 0,
    cover_open: (state & 0x20) > 0,
    error: (errors & 0x68) > 0,
    paper: paper & 0x0c ? 'out' : paper & 0x03 ? 'low' : 'in',
  };
}

/** ESC RS a 1: a status at each change; ESC ACK SOH: one now. */
const STAR_ASK = Buffer.from([0x1b, 0x1e, 0x61, 1, 0x1b, 0x06, 0x01]);
const ETB = 0x17;

const star: Dialect = {
  askSensors: STAR_ASK,
  askName: Buffer.alloc(0),
  askDone: () => Buffer.from([ETB]),
  reader() {
    let unread = Buffer.alloc(0);
    return (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      const replies: Reply[] = [];
      for (;;) {
        while (unread.length && ((unread[0] as number) & 0x91) !== 0x01) {
          unread = unread.subarray(1);
        }
        const [head, second] = unread;
        if (head === undefined || second === undefined) return replies;
        const length = (((head >> 2) & 0x18) | ((head >> 1) & 0x07)) + ((second >> 6) & 0x02);
        if (unread.length < Math.max(length, 2)) return replies;
        replies.push(ofStar(unread.subarray(0, length)));
        unread = unread.subarray(Math.max(length, 2));
      }
    };
  },
};

function ofStar(status: Buffer): Reply {
  const at = (i: number) => status[i] ?? 0;
  const sensors: Sensors = {
    offline: (at(2) & 0x08) > 0,
    cover_open: (at(2) & 0x20) > 0,
    error: (at(3) & 0x2c) > 0 || (at(4) & 0x0a) > 0,
    paper: at(5) & 0x08 ? 'out' : at(5) & 0x06 ? 'low' : 'in',
  };
  // five bits that count the ETB that it has come to, all before them being on paper
  return { what: 'sensors', sensors, etb: ((at(7) >> 2) & 0x18) | ((at(7) >> 1) & 0x07) };
}

export const DIALECTS: Record<PrinterLanguage, Dialect> = { escpos, star };

/** How a printer of this maker and model says that something is on paper. */
export function confirmsBy(language: PrinterLanguage, name: string | undefined): ConfirmsBy {
  if (language === 'star') return 'etb';
  // others print the question as text
  return name?.startsWith('EPSON TM-') ? 'process_id' : 'status';
}
