import type { Connection } from '#shared/storage.ts';
import { openTermsStore } from './terms-store.ts';

/** What the rest of the service knows that belongs to the state of the connection. */
export function openCounts(connection: Connection) {
  const sql = (text: string) => connection.prepare(text).pluck();
  const { terms } = openTermsStore(connection);
  const terminals = sql("SELECT COUNT(*) FROM terminal WHERE status = 'paired'");
  const unknown = sql("SELECT COUNT(*) FROM attempt WHERE status = 'unknown'");
  const refunds = sql("SELECT COUNT(*) FROM card_refund WHERE status IN ('requested', 'pending')");
  return () => ({
    currency: terms()?.currency,
    terminals: terminals.get() as number,
    unknown_payments: unknown.get() as number,
    pending_refunds: refunds.get() as number,
  });
}
