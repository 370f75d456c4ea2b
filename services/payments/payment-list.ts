import type { Square as Api } from 'square';
import { readable, SquareFailure } from './outcome.ts';
import { paymentOf, type SquarePayment } from './square-payment.ts';

/** More than a house takes between two looks: what is new is there, whatever our clock says. */
const NEWEST = 50;
/** 2,000 payments are more than a house takes in a day. */
const MOST_PAGES = 40;

/** A page of Square's list, as the SDK has it. */
interface Page {
  data: Api.Payment[];
  response: { cursor?: string | undefined };
  hasNextPage(): boolean;
}
/** What is asked for: a location's payments, newest first. */
interface Asked {
  sortOrder: 'DESC';
  limit: number;
  cursor?: string;
}

/**
 * The payments created since, and the newest 50 in any case, oldest first: a house whose clock is
 * ahead asks for what Square has yet to take. Throws a SquareFailure.
 */
export async function listedSince(
  begin: string,
  list: (asked: Asked) => PromiseLike<Page>,
): Promise<SquarePayment[]> {
  const found: SquarePayment[] = [];
  const asked: Asked = { sortOrder: 'DESC', limit: NEWEST };
  let page = await list(asked);
  for (let pages = 1; ; pages++) {
    // a page of HTML with status 200 is no empty list
    if (!isList(page.response)) throw new SquareFailure('unknown', 'UNREADABLE', 200);
    const { data, response } = page;
    const told = readable(() => data.map(paymentOf));
    found.unshift(...told.filter((payment) => payment !== undefined).toReversed());
    const isEnough = found[0] && Date.parse(found[0].created_at) < Date.parse(begin);
    if (isEnough || !page.hasNextPage()) return found;
    if (pages === MOST_PAGES) throw new SquareFailure('unknown', 'TOO_MANY');
    page = await list({ ...asked, cursor: response.cursor as string });
  }
}

const isList = (response: unknown) =>
  Boolean(response) && (response as { ok?: boolean }).ok !== false;
