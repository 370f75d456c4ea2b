import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { type Book, brief, type Desk, lostItem } from './book.ts';
import type { Closing } from './closing.ts';
import { ALL_OF_IT } from './line-handlers.ts';
import type { LookupStore } from './lookup-store.ts';
import { linesOf, mustBeAhead, mustBeUnpaid } from './order.ts';
import type { LineStanding } from './standing.ts';
import { mustBeATip } from './tender.ts';

/** What the guest reads of a comp; the reason is the house's own. */
const ON_THE_HOUSE = 'On the house';

type ChangeOperation =
  | 'hold_order'
  | 'change_order'
  | 'choose_tip'
  | 'send_order'
  | 'void_order'
  | 'comp_order';

/** What is done with a whole order, or with what it owes the kitchen. */
export function changeHandlers(
  { store }: Desk,
  book: Book,
  lookup: LookupStore,
  closing: Closing,
): Pick<Handlers<typeof orders, Call>, ChangeOperation> {
  /** Sent lines need an admin, a reason, and whether they were made; they stay, to be seen. */
  function voidLines(
    lines: LineStanding[],
    { reason, made }: { reason?: string; made?: boolean },
    { caller, actor, at }: Call,
  ): void {
    const fresh = lines.filter(({ sent }) => !sent);
    const back = fresh.map((line) => ({ ...line, quantity: -line.quantity }));
    book.takePortions(back, actor, at);
    if (lines.some(({ sent }) => sent)) {
      if (!caller.isAdmin) throw new PosError('FORBIDDEN');
      if (!reason) throw wrongField('VALIDATION_FAILED', 'reason', 'the kitchen has it: say why');
      if (made === undefined) throw wrongField('VALIDATION_FAILED', 'made', 'was it made?');
    }
    for (const line of lines) {
      if (line.sent) store.lines.change({ ...line, quantity: 0, voided_quantity: line.quantity });
      else store.lines.remove(line.id);
    }
  }

  return {
    hold_order({ order_id, expected_version, held }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      if (before.held === held) return before;
      store.setFacts(before, { held });
      const order = book.atItsTill(book.find(order_id));
      book.announce('order_held', { ...brief(order), held }, actor, at);
      return order;
    },

    change_order({ order_id, expected_version, ...facts }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      if (facts.staff_id !== undefined) book.mustBeStaff(facts.staff_id);
      const { scheduled_for } = facts;
      // a till may say again what is there, also when that time has come
      if (scheduled_for && scheduled_for !== before.scheduled_for) mustBeAhead(scheduled_for, at);
      const told = Object.entries(facts).filter(([, fact]) => fact !== undefined);
      store.setFacts(before, Object.fromEntries(told));
      const order = book.atItsTill(book.find(order_id));
      book.announce('order_changed', { ...order, ...brief(order) }, actor, at);
      return order;
    },

    choose_tip({ order_id, till, tip: tip_choice }, { actor, at }) {
      const before = book.findOpen(order_id);
      if (before.till !== till) throw new PosError('FORBIDDEN');
      mustBeATip(tip_choice, before.total);
      if (before.tip_choice === tip_choice) return { order_id, tip_choice };
      store.setFacts(before, { tip_choice });
      const order = book.atItsTill(book.find(order_id));
      book.announce('tip_chosen', { ...brief(order), tip_choice }, actor, at);
      return { order_id, tip_choice };
    },

    send_order({ order_id, expected_version, course }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      if (before.items.length === 0) throw new PosError('ORDER_EMPTY', { order_id });
      const order = closing.tellKitchen(before, actor, at, course);
      return order === before ? before : book.atItsTill(order);
    },

    void_order({ order_id, expected_version, order_item_ids, reason, made }, call) {
      const { actor, at } = call;
      const before = book.findOpen(order_id, expected_version);
      mustBeUnpaid(before);
      const lines = linesOf(before, order_item_ids);
      voidLines(lines, { reason, made }, call);
      book.unfix(before);
      const priced = store.reprice(order_id);
      const items = lines.map(lostItem);
      const business_day = book.today(at);
      const said = { reason: reason ?? null, made: made ?? null, items, business_day };
      if (order_item_ids) {
        const order = book.atItsTill(closing.tellCancelled(priced, actor, at));
        book.announce('items_voided', { ...brief(order), ...said }, actor, at);
        return order;
      }
      closing.tellCancelled(priced, actor, at);
      store.setStatus(order_id, { status: 'voided', voided_at: at, business_day });
      const order = book.atItsTill(book.find(order_id));
      lookup.file(order);
      const whole = { ...said, order_number: order.order_number, merged_into: null };
      book.announce('order_voided', { ...brief(order), ...whole }, actor, at);
      return order;
    },

    comp_order({ order_id, expected_version, order_item_ids, reason }, { actor, at }) {
      const before = book.findOpen(order_id, expected_version);
      mustBeUnpaid(before);
      const lines = linesOf(before, order_item_ids);
      const fresh = lines.filter((line) => line.discounts.every((one) => one.discount_id !== null));
      if (lines.length === 0) throw new PosError('ORDER_EMPTY', { order_id });
      book.unfix(before);
      for (const { id } of fresh) {
        store.lines.addDiscount(order_id, { ...ALL_OF_IT, name: ON_THE_HOUSE }, undefined, id);
      }
      const order = book.repriced(order_id);
      const said = { reason, items: fresh.map(lostItem) };
      book.announce('items_comped', { ...brief(order), ...said }, actor, at);
      return order;
    },
  };
}
