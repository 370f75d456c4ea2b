import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import type { House } from './house.ts';

/** Square is looked through every 30 s, printers are tried after up to 60 s, on a busy machine. */
const SETTLES_WITHIN_MS = 180_000;
/** Followers look for what they missed each second, on a busy machine. */
const CATCH_UP_MS = 30_000;

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
  const count = (what: string, service: string, from: string) => {
    const [row] = books.rows<{ n: number }>(service, `SELECT count(*) AS n FROM ${from}`);
    return row?.n ? [`${row.n} ${what}`] : [];
  };
  return [
    ...count('tenders', 'orders', "payment WHERE status = 'pending'"),
    ...count('attempts', 'payments', "attempt WHERE status IN ('created', 'sending', 'unknown')"),
    ...count('refunds', 'payments', "card_refund WHERE status IN ('requested', 'pending')"),
    ...count('jobs', 'print-spooler', `job WHERE kind <> 'drawer' AND ${JOB_OPEN}`),
    ...count('works', 'print-spooler', "works WHERE state = 'begun'"),
  ];
}
const JOB_OPEN = `status IN ('queued', 'sending', 'awaiting_confirm')`;

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
