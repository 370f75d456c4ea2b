import type { Payload } from '#shared/contracts/contract.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { Actor } from '#shared/contracts/service.ts';
import type { Log } from '#shared/log.ts';
import type { Heard } from '#shared/reactions.ts';
import { freshness } from './age.ts';
import type { Desk, Office } from './desk.ts';
import type { SentOrder } from './document.ts';
import { actedOnFrom, joined, sortOut, type WaitingOrder, wantedBy } from './waiting.ts';
import { openWaiting } from './waiting-store.ts';
import { ticketPaperOf } from './wanted.ts';

/** How exactly an order hangs when it is time. */
const LOOK_EVERY_MS = 1_000;

type Changed = Payload<typeof orders, 'order_changed'>;

/** What was sent, from then until it is time for the kitchen to begin. */
export interface Calendar {
  /** In a transaction: it hangs and is printed at once, or waits; the same again does nothing. */
  take: (sent: SentOrder, heard: Pick<Heard, 'at' | 'actor' | 'isLive'>) => void;
  /** In a transaction: an order that waits is wanted at another time, or is called otherwise. */
  change: (changed: Changed) => void;
  /** In a transaction: what waits of an order waits no more. */
  release: (order_id: number) => void;
  stop: () => void;
}

export function openCalendar(office: Office, desk: Desk, log: Log): Calendar {
  const { database, kitchen, kitchenSettings } = office;
  const waiting = openWaiting(database.connection);
  const clock = () => new Date().toISOString();
  const limit = () => wantedBy(clock(), kitchenSettings.read().preparation_min);
  const isForLater = ({ scheduled_for }: Pick<SentOrder, 'scheduled_for'>) =>
    scheduled_for !== null && scheduled_for > limit();

  /** By its number too: after a restore another order may have its id. */
  function known({ order_id, order_number }: SentOrder): WaitingOrder | undefined {
    const one = waiting.find(order_id);
    return one?.sent.order_number === order_number ? one : undefined;
  }
  function hang(
    sent: SentOrder,
    { at, actor, isLive }: Pick<Heard, 'at' | 'actor' | 'isLive'>,
  ): void {
    const now = clock();
    const since = actedOnFrom(at, sent.scheduled_for, now);
    if (freshness(since, now, isLive) === 'history') return;
    const order = kitchen.route(sent);
    kitchen.open(order, actor, now);
    desk.byItself(ticketPaperOf(order), since, now);
  }
  /** As if it were sent now: a dish is not late that nobody was to begin with. */
  function release(one: WaitingOrder): void {
    if (one.scheduled_for === null) return;
    waiting.save({ ...one, scheduled_for: null });
    hang({ ...one.sent, sent_at: clock() }, { actor: one.actor, at: one.sent.sent_at });
  }
  function keep(one: WaitingOrder): void {
    const scheduled_for = one.sent.items.length > 0 ? one.sent.scheduled_for : null;
    waiting.save({ ...one, scheduled_for });
  }
  /** Lines that wait stay with their order, also where they were moved to another one since. */
  function joinOthers(items: SentOrder['items']): SentOrder['items'] {
    return waiting.all().reduce((rest, one) => {
      const { its, others } = sortOut(one.sent, rest);
      if (its.length > 0) keep({ ...one, sent: joined(one.sent, its) });
      return others;
    }, items);
  }
  /** What of it does not wait: a kitchen that has begun with an order hears all of it at once. */
  function putAside(sent: SentOrder, items: SentOrder['items'], actor: Actor) {
    const { order_id, version } = sent;
    const own = known(sent);
    const news = items.filter(({ change }) => change === 'added');
    const isFirst = news.length === items.length && !kitchen.knows(order_id);
    const whole = own?.scheduled_for ? joined(own.sent, news) : { ...sent, items: news };
    if (!own?.scheduled_for && !isFirst) return items;
    const { customer_name, note, type, scheduled_for } = sent;
    const told = { ...whole, customer_name, note, type, scheduled_for };
    keep({ order_id, version, scheduled_for, sent: told, actor });
    return items.filter((line) => !news.includes(line));
  }

  async function look(): Promise<void> {
    if (waiting.due(limit()).length === 0) return;
    await database.transact(() => waiting.due(limit()).forEach(release));
  }
  const timer = setInterval(() => {
    look().catch((error: Error) => log.error({ err: error }, 'an order for later did not hang'));
  }, LOOK_EVERY_MS).unref();

  return {
    take(sent, heard) {
      const own = known(sent);
      if (own && own.version >= sent.version) return;
      if (own) waiting.save({ ...own, version: sent.version });
      if (own && !isForLater(sent)) release({ ...own, version: sent.version });
      const rest = joinOthers(sent.items);
      const now = isForLater(sent) ? putAside(sent, rest, heard.actor) : rest;
      if (now.length > 0) hang({ ...sent, items: now }, heard);
    },
    change({ order_id, version, customer_name, note, type, scheduled_for }) {
      const own = waiting.find(order_id);
      if (!own?.scheduled_for || own.version >= version) return;
      const sent = { ...own.sent, customer_name, note, type, scheduled_for };
      const after = { ...own, version, sent };
      if (isForLater(sent)) keep(after);
      else release(after);
    },
    release(order_id) {
      const own = waiting.find(order_id);
      if (own) release(own);
    },
    stop: () => clearInterval(timer),
  };
}
