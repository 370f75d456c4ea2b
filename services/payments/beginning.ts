import { randomUUID } from 'node:crypto';
import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { Database } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import type { StoredAttempt } from './attempt.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { Square } from './square.ts';
import type { Terms } from './terms-store.ts';

interface Desk {
  asker: Asker;
  database: Database;
  square: Square;
  attempts: AttemptStore;
  terms: () => Terms | undefined;
}

/** Where and how cards are charged now. Throws CARD_NOT_CONFIGURED. */
export function cardTerms({ square, terms }: Pick<Desk, 'square' | 'terms'>) {
  const { location_id } = square.account();
  const now = terms();
  if (!now) throw new PosError('CARD_NOT_CONFIGURED'); // the store's currency is not known yet
  return { location_id, currency: now.currency, autocomplete: now.card_capture === 'immediate' };
}

/**
 * An attempt for a device that takes the card by itself, begun once for each question: the amount
 * is fixed and the order locked. Throws what orders' `begin_tender` does, and CARD_NOT_CONFIGURED.
 */
export async function beginAttempt(
  desk: Desk,
  kind: 'reader' | 'terminal',
  { order_id, amount }: { order_id: number; amount?: Cents | undefined },
  call: Call,
): Promise<StoredAttempt> {
  const { asker, database, attempts } = desk;
  const known = attempts.byKey(call.key) ?? (await enter(desk, kind, order_id, call));
  const { attempt_id } = known;
  if (known.order_id !== order_id) throw new PosError('IDEMPOTENCY_KEY_REUSED');
  if (known.tender_id !== null) return known;
  const wanted = { order_id, attempt_id, amount };
  const how = { caller: call.caller, key: `${call.key}/tender` };
  try {
    const tender = await asker.ask(orders, 'begin_tender', wanted, how);
    const { id, card_fee, tip } = tender;
    const part = { attempt_id, tender_id: id, amount: tender.amount, card_fee, tip };
    await database.transact(() => attempts.setPart(part));
  } catch (error) {
    const refusals: readonly string[] = orders.operations.begin_tender.errors;
    const isRefused = error instanceof PosError && refusals.includes(error.code);
    if (isRefused) await database.transact(() => attempts.remove(attempt_id));
    throw error;
  }
  return attempts.find(attempt_id) as StoredAttempt;
}

/** In the file before orders is asked, so that nothing is begun twice, whoever dies. */
function enter(
  desk: Desk,
  kind: 'reader' | 'terminal',
  order_id: number,
  { caller, key: begun_by, at: created_at }: Call,
): Promise<StoredAttempt> {
  const { database, attempts } = desk;
  const where = cardTerms(desk);
  const attempt_id = randomUUID();
  const sums = { amount: cents(0), card_fee: cents(0), tip: cents(0) }; // orders says what they are
  return database.transact(() => {
    attempts.add({
      ...where,
      attempt_id,
      begun_by,
      tender_id: null,
      order_id,
      kind,
      status: 'created',
      ...sums,
      request: null,
      till: caller.till as string,
      staff_id: caller.staff_id as number,
      created_at,
    });
    return attempts.find(attempt_id) as StoredAttempt;
  });
}
