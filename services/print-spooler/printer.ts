import net from 'node:net';
import type { Address } from './store.ts';

/** Long for a local network, short for a cook: then the printer counts as away. */
const CONNECT_WITHIN_MS = 5_000;
/** The longest receipt is out in half of it. */
const CONFIRM_WITHIN_MS = 10_000;
/** A printer that serves one client at a time must be free again for the other tills. */
const CLOSE_WITHIN_MS = 2_000;

/** GS r 1: answered when all before it has been printed, and not at all while offline. */
const CONFIRM = Buffer.from([0x1d, 0x72, 0x01]);

/** A connection to a printer, for one job. */
export interface PrinterLine {
  /** Why nothing can be sent any more, in words; undefined while it stands. */
  readonly problem: string | undefined;
  /** Resolves when the last byte has left this machine; rejects when the connection breaks. */
  send(bytes: Buffer): Promise<void>;
  /** Resolves when the printer says that what was sent is on paper; rejects with what is wrong. */
  confirmed(): Promise<void>;
  close(): Promise<void>;
}

/** Rejects, saying why, when the printer cannot be reached: then nothing has been sent. */
export async function connectPrinter({ host, port }: Address): Promise<PrinterLine> {
  const socket = net.connect({ host, port, noDelay: true });
  await new Promise<void>((connected, failed) => {
    const late = () => socket.destroy(new Error('it does not answer'));
    const timer = setTimeout(late, CONNECT_WITHIN_MS);
    socket.once('connect', connected).once('error', (error) => failed(inWords(error)));
    socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
  return printerLine(socket);
}

function printerLine(socket: net.Socket): PrinterLine {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined); // it may break before anybody waits
  let problem: string | undefined;
  let asked = false;
  const broken = (why: Error) => {
    problem ??= why.message;
    reject(why);
  };
  // answers are always consumed: closing with unread bytes would reset the connection and
  // throw away what the printer has not read yet
  socket.on('data', (answer) => asked && confirms(answer) && resolve());
  socket.on('error', (error) => broken(inWords(error)));
  socket.on('close', () => broken(new Error('the connection broke')));

  return {
    get problem() {
      return problem;
    },
    send(bytes) {
      asked = true;
      const sent = new Promise<void>((left) => {
        socket.write(Buffer.concat([bytes, CONFIRM]), (error) => !error && left());
      });
      return Promise.race([sent, promise]);
    },
    async confirmed() {
      const late = () => reject(new Error('it took the job but did not confirm it'));
      const timer = setTimeout(late, CONFIRM_WITHIN_MS);
      await promise.finally(() => clearTimeout(timer));
    },
    async close() {
      if (socket.destroyed) return;
      const closed = new Promise((done) => socket.once('close', done));
      const timer = setTimeout(() => socket.destroy(), CLOSE_WITHIN_MS);
      socket.end();
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Whether an answer to GS r is among the bytes, and not only a status sent unasked. */
export function confirms(answer: Buffer): boolean {
  for (let i = 0; i < answer.length; i++) {
    const byte = answer[i] as number;
    if ((byte & 0x93) === 0x10)
      i += 3; // automatic status: four bytes
    else if ((byte & 0x90) === 0) return true;
  }
  return false;
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'it is not on the network',
  ENETUNREACH: 'there is no network',
  ENOTFOUND: 'its name is not known on the network',
};

function inWords(error: NodeJS.ErrnoException): Error {
  return new Error(WORDS[error.code ?? ''] ?? error.message, { cause: error });
}
