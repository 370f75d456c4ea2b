import type { Evidence } from './evidence.ts';

const TICKET = /^Order (\d+)\b.*\nSent \d/gm;
const RECEIPT = /Receipt (\d+)$/m;

/** I7: each ticket is on paper; what may be there twice is headed so; no receipt is doubled. */
export function papersWrong({ books, papers, oldPapers }: Evidence): string[] {
  const jobs = books.rows<{ order_id: number; status: string }>(
    'print-spooler',
    "SELECT order_id, status FROM job WHERE kind = 'order_ticket' AND reprint = 0",
  );
  const old = ticketsIn(oldPapers).map((ticket) => ({ ...ticket, headed: true }));
  const tickets = [...ticketsIn(papers), ...old];
  const sent = sentOf(books);
  const wrong: string[] = [];
  for (const [order_id, own] of Map.groupBy(jobs, (job) => job.order_id)) {
    const copies = tickets.filter((ticket) => ticket.order_id === order_id);
    const plain = copies.filter(({ headed }) => !headed).length;
    if (copies.length < own.length) {
      wrong.push(`order ${order_id}: ${copies.length} tickets on paper of ${own.length}`);
    }
    // one of a job that is forgotten already is the first of its ticket as well
    const firsts = Math.max(own.length, sent.get(order_id) ?? 0);
    if (plain > firsts) wrong.push(`order ${order_id}: ${plain} tickets look like the first`);
    const open = own.filter(({ status }) => status !== 'printed');
    if (open.length) wrong.push(`order ${order_id}: a ticket is ${open[0]?.status}`);
  }
  return [...wrong, ...unprintedWrong({ books }, tickets), ...receiptsWrong(papers)];
}

/** The last one on each paper: what broke off was not cut, and stands above it. */
function ticketsIn(papers: string[]): { order_id: number; headed: boolean }[] {
  return papers.flatMap((text) => {
    const [last, before] = [...text.matchAll(TICKET)].toReversed();
    if (!last || RECEIPT.test(text.slice(last.index))) return [];
    const own = text.slice(before ? before.index + before[0].length : 0);
    return [{ order_id: Number(last[1]), headed: own.includes('POSSIBLE DUPLICATE') }];
  });
}

/** The order that a ticket or a receipt is of. */
export function orderOn(text: string): number | undefined {
  const receipt = RECEIPT.exec(text);
  return receipt ? Number(receipt[1]) : ticketsIn([text])[0]?.order_id;
}

/** What the kitchen was told has its job, or its paper: a job of 1970 is soon forgotten. */
function unprintedWrong(
  { books }: Pick<Evidence, 'books'>,
  tickets: { order_id: number }[],
): string[] {
  const sent = sentOf(books);
  const jobs = counts(
    books,
    'print-spooler',
    `SELECT order_id AS id, count(*) AS n FROM job
     WHERE kind = 'order_ticket' AND reprint = 0 GROUP BY 1`,
  );
  return [...sent].flatMap(([id, n]) => {
    const printed = jobs.get(id) ?? 0;
    const onPaper = tickets.filter(({ order_id }) => order_id === id).length;
    return printed === n || (printed < n && onPaper >= n)
      ? []
      : [`order ${id}: sent ${n} times, ${printed} tickets`];
  });
}

type Books = Evidence['books'];
const counts = (books: Books, service: string, sql: string) =>
  new Map(books.rows<{ id: number; n: number }>(service, sql).map(({ id, n }) => [id, n]));
/** How often each order was sent. */
const sentOf = (books: Books) =>
  counts(
    books,
    'orders',
    `SELECT body ->> '$.order_id' AS id, count(*) AS n FROM journal
     WHERE type = 'order_sent' GROUP BY 1`,
  );

function receiptsWrong(papers: string[]): string[] {
  const numbers = papers.flatMap((text) => RECEIPT.exec(text)?.[1] ?? []);
  return [...Map.groupBy(numbers, (number) => number)]
    .filter(([, same]) => same.length > 1)
    .map(([number, same]) => `receipt ${number} came ${same.length} times`);
}
