import { catalog } from '#shared/contracts/catalog.ts';
import { payments } from '#shared/contracts/payments.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { staff } from '#shared/contracts/staff.ts';
import type { Connection } from '#shared/storage.ts';
import type { Reactions } from '#shared/reactions.ts';
import { CLOSED_DAY_TABLES, openClosedDays } from './day-store.ts';
import { CALLED_TABLES, openCalledNumbers } from './called-store.ts';
import type { Cards } from './cards.ts';
import { MENU_TABLES, openMenuStore, PEOPLE_TABLES } from './menu-store.ts';
import { openPortions } from './portion-store.ts';
import type { Refunding } from './refunding.ts';

/** The menu and the store's terms, so that an order can be taken while catalog is down. */
const menuProjection = {
  of: catalog,
  tables: MENU_TABLES,
  apply(connection: Connection): Reactions<typeof catalog> {
    const menu = openMenuStore(connection);
    const portions = openPortions(connection);
    return {
      settings_saved: menu.saveSettings,
      category_saved: menu.saveCategory,
      modifier_list_saved: menu.saveList,
      tax_saved: menu.saveTax,
      discount_saved: menu.saveDiscount,
      item_saved: menu.saveItem,
      item_deleted(item) {
        menu.removeItem(item);
        portions.remove(item.id);
      },
      category_deleted: menu.removeCategory,
      modifier_list_deleted: menu.removeList,
      tax_deleted: menu.removeTax,
      discount_deleted: menu.removeDiscount,
      discount_group_saved: menu.saveGroup,
      discount_group_deleted: menu.removeGroup,
      discounts_switched: ({ enabled }) => menu.setSwitch('discounts', enabled),
      event_pricing_switched: ({ active }) => menu.setSwitch('event_pricing', active),
      card_fee_saved: menu.saveCardFee,
      availability_set: portions.set,
    };
  },
};

/** Who may be named on an order. */
const peopleProjection = {
  of: staff,
  tables: PEOPLE_TABLES,
  apply: (connection: Connection): Reactions<typeof staff> => ({
    staff_saved: openMenuStore(connection).savePerson,
  }),
};

/** Numbers that guests still wait for, because a kitchen screen shows their ticket. */
const calledNumbers = {
  of: printSpooler,
  tables: CALLED_TABLES,
  dispensable: true as const,
  apply(connection: Connection): Reactions<typeof printSpooler> {
    const called = openCalledNumbers(connection);
    return {
      ticket_opened: ({ id, order_number, sent_at }) => called.add(id, order_number, sent_at),
      ticket_bumped: ({ ticket_id }) => called.remove(ticket_id),
      // what is made once more is waited for from now on
      ticket_recalled: ({ ticket_id, order_number, sent_at, undo }, { at }) =>
        called.add(ticket_id, order_number, undo ? sent_at : at),
    };
  },
};

/** Days that have their Z. */
const closedDays = {
  of: reporting,
  tables: CLOSED_DAY_TABLES,
  dispensable: true as const,
  apply(connection: Connection): Reactions<typeof reporting> {
    const days = openClosedDays(connection);
    return { day_closed: ({ business_day }) => days.close(business_day) };
  },
};

/** What became of cards; the answer may have been lost with a process, the event never is. */
const cardReaction = ({ settle }: Cards, { settled, tipChanged }: Refunding) => ({
  of: payments,
  dispensable: true as const,
  apply: (): Reactions<typeof payments> => ({
    tender_settled: (outcome, { actor, at }) => settle(outcome, actor, at),
    card_tip_changed: (told, { actor, at }) => tipChanged(told, actor, at),
    card_refund_settled: (told, { actor, at }) => settled(told, actor, at),
  }),
});

/** All that orders hears of others; typed as one of them, because `follow` takes one at a time. */
export const followed = (cards: Cards, refunding: Refunding) =>
  [
    menuProjection,
    peopleProjection,
    calledNumbers,
    closedDays,
    cardReaction(cards, refunding),
  ] as unknown as (typeof menuProjection)[];
