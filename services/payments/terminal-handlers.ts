import { randomUUID } from 'node:crypto';
import type { Call } from '#shared/answer.ts';
import type { Attempt } from '#shared/contracts/attempt.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { TerminalCheckout } from '#shared/contracts/terminal.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { isOpen, type StoredAttempt } from './attempt.ts';
import { beginAttempt } from './beginning.ts';
import { SquareFailure } from './outcome.ts';
import { checkoutRequest, isTooLittle } from './terminal.ts';
import type { StoredTerminal } from './terminal-store.ts';
import type { TerminalDesk } from './terminals.ts';

type Names =
  | 'pair_terminal'
  | 'list_terminals'
  | 'begin_checkout'
  | 'get_checkout'
  | 'cancel_checkout';

const TOO_LITTLE = 'A terminal takes no less than 1.00: take cash, or a card at the reader.';

/** Square's own terminals, which take a card by themselves. */
export function terminalHandlers(desk: TerminalDesk): Pick<Handlers<typeof payments, Call>, Names> {
  const { database, square, attempts, book, terminals, pairing, checkouts } = desk;

  function told(checkout_id: string): TerminalCheckout {
    const row = terminals.checkout(checkout_id);
    if (!row) throw new PosError('CHECKOUT_NOT_FOUND', { checkout_id });
    return { ...row, checkout_id, attempt: attempts.find(checkout_id) as Attempt };
  }

  /** Square's test terminals are never paired: outside production it is Square that knows them. */
  function refuseUnknown(device_id: string): void {
    const isOurs = terminals.all().some((one) => one.device_id === device_id);
    if (isOurs || square.account().environment !== 'production') return;
    throw wrongField('DEVICE_NOT_FOUND', 'device_id');
  }

  /** The order is free again; the terminal has never heard of it. */
  function drop({ attempt_id }: StoredAttempt, { actor, at }: Call): Promise<void> {
    return database.transact(() => {
      const attempt = attempts.find(attempt_id) as StoredAttempt;
      if (isOpen(attempt)) book.end(attempt, 'canceled', 'AMOUNT_TOO_LOW', { actor, at });
    });
  }

  return {
    async pair_terminal({ name }, { key, at }) {
      square.account();
      const square_key = randomUUID();
      const fresh = { question_key: key, square_key, name, created_at: at };
      const begin = () => {
        const known = terminals.byKey(key);
        return known ?? (terminals.terminal(terminals.add(fresh)) as StoredTerminal);
      };
      const row = await database.transact(begin);
      try {
        if (!row.code_id) await pairing.begin(row);
      } catch (error) {
        if (!(error instanceof SquareFailure)) throw error;
        if (error.kind === 'unknown') throw new PosError('SQUARE_UNAVAILABLE');
        await database.transact(() => terminals.remove(row.id));
        throw new PosError('SQUARE_REFUSED', { square_code: error.code });
      }
      return terminals.terminal(row.id) as StoredTerminal;
    },

    list_terminals: () => ({ devices: terminals.all() }),

    async begin_checkout({ device_id, ...wanted }, call) {
      refuseUnknown(device_id);
      const attempt = await beginAttempt(desk, 'terminal', wanted, call);
      const { attempt_id } = attempt;
      if (isTooLittle(attempt)) {
        await drop(attempt, call);
        throw new PosError('SQUARE_REFUSED', { reason: TOO_LITTLE });
      }
      const request = checkoutRequest(attempt, device_id);
      const fresh = { attempt_id, device_id, request, created_at: call.at };
      const isNew = await database.transact(() => {
        if (terminals.checkout(attempt_id)) return false;
        terminals.send(fresh);
        return true;
      });
      await checkouts.look(attempt_id, !isNew);
      const now = told(attempt_id);
      if (now.status !== 'refused') return now;
      const { code } = now.attempt;
      if (code === 'NOT_FOUND') throw wrongField('DEVICE_NOT_FOUND', 'device_id');
      throw new PosError('SQUARE_REFUSED', { square_code: code });
    },

    get_checkout: ({ checkout_id }) => told(checkout_id),

    async cancel_checkout({ checkout_id }) {
      const { attempt } = told(checkout_id);
      const { status } = attempt;
      if (!isOpen(attempt)) throw new PosError('ATTEMPT_SETTLED', { checkout_id, status });
      try {
        await checkouts.cancel(checkout_id);
      } catch (error) {
        throw error instanceof SquareFailure ? new PosError('SQUARE_UNAVAILABLE') : error;
      }
      return told(checkout_id);
    },
  };
}
