import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { SELF } from './attempt-book.ts';
import type { Square } from './square.ts';
import { openTerminals } from './terminal-square.ts';
import type { StoredTerminal, TerminalStore } from './terminal-store.ts';

/** Somebody is typing the code into the terminal and looks at the screen. */
const LOOK_EVERY_MS = 5_000;

interface Desk {
  database: Database;
  journal: Journal<typeof payments>;
  square: Square;
  terminals: TerminalStore;
  log: Log;
}

/** Follows the codes that wait for a terminal until it is there, or the code is too old. */
export function openPairing({ database, journal, square, terminals: store, log }: Desk) {
  const terminals = openTerminals(square);

  function paired({ id, name }: StoredTerminal, device_id: string): Promise<void> {
    const at = new Date().toISOString();
    return database.transact(() => {
      if (store.terminal(id)?.status !== 'pairing') return;
      store.pair(id, device_id, at);
      journal.announce('terminal_paired', { id, name, device_id }, SELF, at);
    });
  }

  async function look(terminal: StoredTerminal): Promise<void> {
    if (!terminal.code_id) return;
    const { status, device_id } = await terminals.readCode(terminal.code_id);
    if (status === 'PAIRED' && device_id) await paired(terminal, device_id);
    if (status === 'EXPIRED') await database.transact(() => store.expire(terminal.id));
  }

  async function lookAtAll(): Promise<void> {
    if (!square.isConfigured()) return;
    for (const terminal of store.all()) if (terminal.status === 'pairing') await look(terminal);
  }
  const go = () =>
    void lookAtAll().catch((error: Error) =>
      log.warn({ reason: error.message }, 'a pairing could not be looked at'),
    );
  const timer = setInterval(go, LOOK_EVERY_MS);
  timer.unref();

  return {
    /** Asks for the code of a terminal that is in the file. Throws SquareFailure. */
    async begin({ id, square_key, name }: StoredTerminal): Promise<void> {
      const told = await terminals.newCode(square_key, name);
      const { code, pair_by } = told;
      await database.transact(() => store.setCode({ id, code_id: told.id, code, pair_by }));
    },
    /** Square has told of a code by itself. */
    async hear(code_id: string): Promise<void> {
      const terminal = store.all().find((one) => one.code_id === code_id);
      if (terminal?.status === 'pairing') await look(terminal);
    },
    stop: () => clearInterval(timer),
  };
}
