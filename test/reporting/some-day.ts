import { PosError } from '#shared/errors.ts';
import { beginsAt } from '#shared/business-day.ts';
import { cents } from '#shared/contracts/money.ts';
import type { ToldOrder } from '../support/till.ts';
import type { Counter } from './counter.ts';

/** What was seen of a day in the answers, as a waiter could have written it down. */
export interface Notes {
  date: string;
  /** As they were when they were paid. */
  sold: ToldOrder[];
  refunds: { refund: ToldOrder['refunds'][number]; order: ToldOrder }[];
  voids: { order_id: number; amount: number }[];
  tips: { order: ToldOrder; method: string; amount: number }[];
}

/** The same numbers for the same seed (mulberry32). */
export function luckOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    /** True one time of so many. */
    once: (of: number) => below(of) === 0,
    pick: <T>(among: readonly T[]): T => among[below(among.length)] as T,
  };
}

const MENU = [
  { item_id: 9, modifiers: [{ mod_id: 2 }, { mod_id: 13 }, { mod_id: 6, quantity: 2 }] },
  { item_id: 9, modifiers: [{ mod_id: 3 }, { mod_id: 11 }] },
  { item_id: 28, modifiers: [{ mod_id: 21 }] },
  ...[17, 21, 24, 29, 30].map((item_id) => ({ item_id, modifiers: [] })),
];
const TILLS = ['main', 'bar'];
let attempts = 0;

/** Guests of a day at two tills, by chance; what is refused is left at that, as at a counter. */
export async function liveThrough(
  counter: Counter,
  date: string,
  seed: number,
  earlier: ToldOrder[],
  discounts: number[],
): Promise<Notes> {
  const luck = luckOf(seed);
  const notes: Notes = { date, sold: [], refunds: [], voids: [], tips: [] };
  const open: ToldOrder[] = [];
  const tips = new Map<number, number>();
  const [begin, end] = [0, 1].map((later) =>
    Date.parse(beginsAt(date, 'America/New_York', '04:00', later)),
  ) as [number, number];
  const guests = 2 + luck.below(9);
  const step_ms = (end - begin) / (guests * 12);
  let now_ms = begin;

  /** Later than before, and within the day, whatever its clock does. */
  function at(): string {
    now_ms += Math.floor((luck.below(1000) / 1000) * step_ms);
    return new Date(now_ms).toISOString();
  }
  const caller = () => ({ staff_id: 1 + luck.below(2), till: luck.pick(TILLS) });

  /** Undefined where it is refused. */
  async function may<T>(doing: () => Promise<T>): Promise<T | undefined> {
    try {
      return await doing();
    } catch (error) {
      if (error instanceof PosError && error.code !== 'INTERNAL_ERROR') return undefined;
      throw error;
    }
  }

  async function takeOrder(): Promise<ToldOrder> {
    const items = Array.from({ length: 1 + luck.below(4) }, () => {
      const own = luck.once(4) ? { discount_id: luck.pick(discounts) } : {};
      return { ...luck.pick(MENU), quantity: 1 + luck.below(3), ...own };
    });
    return counter.ask('create_order', { items }, at(), caller());
  }

  async function change(before: ToldOrder): Promise<ToldOrder> {
    const order_id = before.id;
    const line = luck.pick(before.items);
    const units = { order_item_id: line.id, quantity: 1 };
    switch (luck.below(7)) {
      case 0: {
        const wanted = { order_id, discount_id: luck.pick(discounts) };
        return (await may(() => counter.ask('add_discount', wanted, at()))) ?? before;
      }
      case 1: {
        const comp = { order_id, reason: 'late', order_item_ids: [line.id] };
        return (await may(() => counter.ask('comp_order', comp, at()))) ?? before;
      }
      case 2:
        return (await may(() => counter.ask('send_order', { order_id }, at()))) ?? before;
      case 3: {
        const wanted = { order_id, order_item_ids: [line.id], reason: 'fell', made: luck.once(2) };
        const after = await may(() => counter.ask('void_order', wanted, at()));
        if (after) notes.voids.push({ order_id, amount: line.total_price });
        return after ?? before;
      }
      case 4: {
        const split = await may(() =>
          counter.ask('split_order', { order_id, items: [units] }, at()),
        );
        if (split) open.push(split.split_order);
        return split ? counter.ask('get_order', { order_id }, at()) : before;
      }
      case 5: {
        const from = open.find((other) => other.id !== order_id && luck.once(2));
        if (!from) return before;
        const wanted = { order_id, from_order_id: from.id };
        const merged = await may(() => counter.ask('merge_orders', wanted, at()));
        if (merged) open.splice(open.indexOf(from), 1);
        return merged ?? before;
      }
      default:
        return (
          (await may(() => counter.ask('remove_item', { order_id, ...units }, at()))) ?? before
        );
    }
  }

  async function byCard(order_id: number, amount: number | undefined, tip: number): Promise<void> {
    const attempt_id = `attempt-${seed}-${attempts++}`;
    const tender = await counter.ask('begin_tender', { order_id, attempt_id, amount, tip }, at());
    const paid = {
      tender_id: tender.id,
      order_id,
      attempt_id,
      outcome: 'approved' as const,
      code: null,
      square_payment_id: attempt_id,
      card_brand: 'VISA',
      last4: '1111',
    };
    const sums = [tender.amount, tender.card_fee, tender.tip].map((sum) =>
      cents(Math.round(sum * 100)),
    );
    const [charged = cents(0), card_fee = cents(0), extra = cents(0)] = sums;
    await counter.settle({ ...paid, amount: charged, card_fee, tip: extra }, at());
  }

  /** In one go, or in parts; undefined where there is nothing to pay for. */
  async function pay(order_id: number): Promise<ToldOrder | undefined> {
    const { balance_due } = await counter.ask('get_order', { order_id }, at());
    const tip = luck.once(2) ? luck.below(600) / 100 : 0;
    const part = Math.round((balance_due * 100) / (2 + luck.below(3))) / 100;
    const cash = { order_id, method: 'cash' };
    const done = await may(async () => {
      if (luck.once(3) && part > 0) {
        const tender = { ...cash, amount: part, cash_tendered: part + 1 + tip, tip };
        await counter.ask('add_payment', tender, at(), caller());
      }
      if (luck.once(2)) return byCard(order_id, undefined, tip).then(() => true);
      const tender = { ...cash, cash_tendered: balance_due + 10 + tip, tip };
      await counter.ask('close_order', tender, at(), caller());
      return true;
    });
    return done ? counter.ask('get_order', { order_id }, at()) : undefined;
  }

  async function refund(sold: ToldOrder): Promise<void> {
    const line = luck.pick(sold.items);
    const wanted = luck.pick([
      { items: [{ order_item_id: line.id, quantity: 1 }] },
      { amount: 1 + luck.below(300) / 100 },
      {},
    ]);
    const how = { method: 'cash', include_tip: luck.once(2), reason: 'cold', ...wanted };
    const asked = { order_id: sold.id, ...how };
    const order = await may(() => counter.ask('refund_order', asked, at(), caller()));
    const made = order?.refunds.at(-1);
    if (order && made) notes.refunds.push({ refund: made, order });
  }

  async function changeTip(order: ToldOrder): Promise<void> {
    const paid = order.payments.find(({ method }) => method === 'card');
    if (!paid) return;
    const before = tips.get(paid.id) ?? Math.round(paid.tip * 100);
    const tip = luck.below(900);
    tips.set(paid.id, tip);
    const sums = { tip: cents(tip), tip_before: cents(before) };
    const whose = { order_id: order.id, payment_id: paid.id, staff_id: 2 };
    await counter.announce({ ...whose, ...sums, business_day: order.business_day }, at());
    notes.tips.push({ order, method: paid.method, amount: tip - before });
  }

  for (let guest = 0; guest < guests; guest++) {
    let now = await takeOrder();
    open.push(now);
    for (let i = luck.below(4); i > 0; i--) {
      if (now.items.length > 0) now = await change(now);
    }
    if (luck.once(5)) continue; // stays for a while
    const leaving = luck.pick(open);
    open.splice(open.indexOf(leaving), 1);
    const paid = await pay(leaving.id);
    if (paid) notes.sold.push(paid);
    if (paid && luck.once(5)) await changeTip(notes.sold.at(-1) as ToldOrder);
    const [sold, before] = [luck.pick(notes.sold), luck.pick(earlier)];
    if (sold && luck.once(3)) await refund(sold);
    if (before && luck.once(4)) await refund(before);
  }
  for (const { id } of open) {
    const last = await counter.ask('get_order', { order_id: id }, at());
    const given = { order_id: id, reason: 'left', made: true };
    const gone = await may(() => counter.ask('void_order', given, at()));
    if (gone) notes.voids.push({ order_id: id, amount: last.subtotal });
  }
  return notes;
}
