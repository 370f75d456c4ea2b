import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import type { House } from './house.ts';

/** Square is looked through every 30 s, printers are tried after up to 60 s, on a busy machine. */
const SETTLES_WITHIN_MS = 180_000;
/** Followers look for what they missed each second, on a busy machine. */
const CATCH_UP_MS = 30_000;

/** What each service has begun. */
const UNDER_WAY = {
  orders: `SELECT 'a tender' AS what FROM payment WHERE status = 'pending'`,
  payments: `
    SELECT 'an attempt' AS what FROM attempt WHERE status IN ('created', 'sending', 'unknown')
    UNION ALL SELECT 'a refund' FROM card_refund WHERE status IN ('requested', 'pending')`,
  'print-spooler': `
    SELECT 'a job' AS what FROM job
      WHERE kind <> 'drawer' AND status IN ('queued', 'sending', 'awaiting_confirm')
    UNION ALL SELECT 'a work' FROM works WHERE state = 'begun'`,
};

/** What somebody still has to find out or to do; staff does its part, as it would. */
export async function settle(house: House): Promise<void> {
  await house.isReady();
  // who stays behind is told of by the invariant that is about it
  const { behind } = openBooks(house.config.POS_DATA_DIR);
  const caughtUp = (within_ms: number) =>
    until('all have caught up', () => behind().length === 0, within_ms).catch(() => undefined);
  await caughtUp(CATCH_UP_MS);
  let left = '';
  await until(
    'all is done that was begun',
    async () => {
      await lookThroughJobs(house);
      left = underWay(house).join(', ');
      return left === '';
    },
    SETTLES_WITHIN_MS,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; left: ${left}`);
  });
  await caughtUp(CATCH_UP_MS); // a card that was settled, say
}

function underWay({ config }: House): string[] {
  const books = openBooks(config.POS_DATA_DIR);
  const rows = Object.entries(UNDER_WAY).flatMap(([service, sql]) =>
    books.rows<{ what: string }>(service, sql),
  );
  return rows.map(({ what }) => what);
}

/** A ticket that no printer confirmed, or that is held, is let go by staff. */
async function lookThroughJobs({ asAdmin, config }: House): Promise<void> {
  const waiting = openBooks(config.POS_DATA_DIR).rows<{ id: string }>(
    'print-spooler',
    `SELECT id FROM job
     WHERE kind = 'order_ticket' AND status IN ('unconfirmed', 'held', 'failed')`,
  );
  // another one may have settled meanwhile: then there is nothing to let go
  const letGo = (id: string) => asAdmin('POST', `/printers/jobs/${id}/retry`, {});
  for (const { id } of waiting) await letGo(id).catch(() => undefined);
}
