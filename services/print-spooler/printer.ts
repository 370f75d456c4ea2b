import net from 'node:net';
import type { PrinterLanguage } from '#shared/contracts/code-pages.ts';
import type { Sensors } from './condition.ts';
import { type ConfirmsBy, DIALECTS, type Reply } from './dialect.ts';
import type { Address } from './printer-setup.ts';

/** Long for a local network, short for a cook: then the printer counts as away. */
const CONNECT_WITHIN_MS = 5_000;
/** A printer that is well says so within milliseconds; many a cheap one never does. */
const ANSWER_WITHIN_MS = 500;
/** A ticket is a few kB; a printer whose memory is full takes it as fast as it prints. */
const SEND_WITHIN_MS = 15_000;
/** Of a time in which it could print: the longest receipt is out in half of it. */
const CONFIRM_WITHIN_MS = 10_000;
/** How soon staff hear of paper that ran out in the middle. */
const LOOK_EVERY_MS = 500;
/** A printer that serves one client at a time must be free again for the other tills. */
const CLOSE_WITHIN_MS = 2_000;

/** A printer says a byte or four at a time. */
const ANSWER_BYTES = 256;

/** A connection to a printer, for one job. */
export interface PrinterLine {
  /** Why nothing can be sent any more, in words; undefined while it stands. */
  readonly problem: string | undefined;
  /** How it is now; undefined: it does not say. */
  sensors(): Promise<Sensors | undefined>;
  /** `EPSON TM-m30`; undefined: it does not say. */
  name(): Promise<string | undefined>;
  /** Resolves when the last byte has left this machine; rejects when the connection breaks. */
  send(bytes: Buffer, by: ConfirmsBy): Promise<void>;
  /**
   * Resolves when the printer says that what was sent is on paper; rejects with what is wrong.
   * While `heard` finds it unable to print, it is waited for without end.
   */
  confirmed(heard: (sensors: Sensors) => Promise<'blocked' | 'well'>): Promise<void>;
  close(): Promise<void>;
}

/** Rejects, saying why, when the printer cannot be reached: then nothing has been sent. */
export async function connectPrinter(
  { host, port }: Address,
  language: PrinterLanguage,
): Promise<PrinterLine> {
  const ears: Ears = { hear: () => undefined };
  const callback = (length: number, bytes: Uint8Array) => {
    ears.hear(Buffer.from(bytes.subarray(0, length)));
    return true;
  };
  // one small buffer: else each answer of a byte or two is read into 64 kB of its own
  const onread = { buffer: Buffer.alloc(ANSWER_BYTES), callback };
  const socket = net.connect({ host, port, noDelay: true, onread }).resume();
  const line = printerLine(socket, language, ears); // a printer may speak before it is asked
  await new Promise<void>((connected, failed) => {
    const late = () => socket.destroy(new Error('it does not answer'));
    const timer = setTimeout(late, CONNECT_WITHIN_MS);
    socket.once('connect', connected).once('error', (error) => failed(inWords(error)));
    socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
  return line;
}

interface Ears {
  hear: (answer: Buffer) => void;
}

/** Names each job to a printer that answers with the name; four visible characters. */
let lastToken = Date.now() % 10_000;

function printerLine(socket: net.Socket, language: PrinterLanguage, ears: Ears): PrinterLine {
  const dialect = DIALECTS[language];
  const read = dialect.reader();
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  done.catch(() => undefined); // it may break before anybody waits
  const waiting = new Set<(reply: Reply) => void>();
  let problem: string | undefined;
  let etb: number | undefined;
  let expected: { token?: string; etb?: number } | undefined;
  const broken = (why: Error) => {
    problem ??= why.message;
    reject(why);
  };
  // answers are always consumed: closing with unread bytes would reset the connection and
  // throw away what the printer has not read yet
  ears.hear = (answer) => {
    for (const reply of read(answer)) {
      if (reply.what === 'sensors' && reply.etb !== undefined) etb = reply.etb;
      if (expected && isExpected(reply, expected)) resolve();
      for (const hear of waiting) hear(reply);
    }
  };
  socket.on('error', (error) => broken(inWords(error)));
  socket.on('close', () => broken(new Error('the connection broke')));

  /** The replies to a question, as many as are wanted; fewer where it does not say. */
  function ask<W extends Reply['what']>(question: Buffer, what: W, count: number) {
    type Wanted = Extract<Reply, { what: W }>;
    const replies: Wanted[] = [];
    return new Promise<Wanted[]>((answered) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(hear);
        answered(replies);
      };
      const hear = (reply: Reply) => {
        if (reply.what === what) replies.push(reply as Wanted);
        if (replies.length === count) end();
      };
      const timer = setTimeout(end, ANSWER_WITHIN_MS);
      waiting.add(hear);
      done.catch(end);
      socket.write(question);
    });
  }
  async function sensors() {
    const [reply] = await ask(dialect.askSensors, 'sensors', 1);
    return reply?.sensors;
  }

  return {
    get problem() {
      return problem;
    },
    sensors,
    async name() {
      if (!dialect.askName.length) return undefined;
      const [maker, model] = await ask(dialect.askName, 'name', 2);
      return maker && [maker.name, model?.name].filter(Boolean).join(' ');
    },
    send(bytes, by) {
      const token = String(++lastToken % 10_000).padStart(4, '0');
      if (by === 'process_id') expected = { token };
      else if (by === 'status') expected = { token: '' };
      else if (by === 'etb') expected = { etb: ((etb ?? 0) + 1) % 32 };
      const question = by === 'nothing' ? [] : [dialect.askDone(by, token)];
      const sent = new Promise<void>((left, failed) => {
        const late = () => failed(new Error('it stopped in the middle'));
        const timer = setTimeout(late, SEND_WITHIN_MS);
        done.catch(() => clearTimeout(timer));
        socket.write(Buffer.concat([bytes, ...question]), (error) => {
          clearTimeout(timer);
          if (!error) left();
        });
      });
      return Promise.race([sent, done]);
    },
    async confirmed(heard) {
      let left_ms = CONFIRM_WITHIN_MS;
      const finished = done.then(() => 'done' as const);
      while (left_ms > 0) {
        const pause = Promise.withResolvers<'looked'>();
        const timer = setTimeout(() => pause.resolve('looked'), LOOK_EVERY_MS);
        const first = await Promise.race([finished, pause.promise]).finally(() =>
          clearTimeout(timer),
        );
        if (first === 'done') return;
        const said = await Promise.race([finished, sensors()]);
        if (said === 'done') return;
        const blocked = said && (await heard(said)) === 'blocked';
        if (!blocked) left_ms -= LOOK_EVERY_MS + (said ? 0 : ANSWER_WITHIN_MS);
      }
      throw new Error('it took the job but did not confirm it');
    },
    async close() {
      if (socket.destroyed) return;
      const closed = new Promise((end) => socket.once('close', end));
      const timer = setTimeout(() => socket.destroy(), CLOSE_WITHIN_MS);
      socket.end();
      await closed;
      clearTimeout(timer);
    },
  };
}

function isExpected(reply: Reply, { token, etb }: { token?: string; etb?: number }): boolean {
  if (reply.what === 'done') return reply.token === token;
  return reply.what === 'sensors' && etb !== undefined && reply.etb === etb;
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'it is not on the network',
  ENETUNREACH: 'there is no network',
};

function inWords(error: NodeJS.ErrnoException): Error {
  return new Error(WORDS[error.code ?? ''] ?? error.message, { cause: error });
}
