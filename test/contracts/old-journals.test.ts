import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { orders } from '#shared/contracts/orders.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';

/** As an order was told of in the first journals. */
const OLD = {
  id: 1,
  order_number: 1,
  number_shared: false,
  staff_id: 1,
  till: 'main',
  type: 'counter',
  status: 'closed',
  version: 2,
  business_day: '2026-11-23',
  customer_name: null,
  note: null,
  items: [
    {
      id: 1,
      order_id: 1,
      item_id: 1,
      name: 'Tomato soup',
      quantity: 1,
      item_price: 7,
      mods_price: 0,
      total_price: 7,
      discount: 0,
      tax: 0.56,
      note: null,
      modifiers: [],
    },
  ],
  discounts: [],
  taxes: [],
  subtotal: 7,
  discount_total: 0,
  tax: 0.56,
  tax_included: 0,
  card_fee: 0,
  total: 7.56,
  tip: 0,
  grand_total: 7.56,
  amount_paid: 7.56,
  balance_due: 0,
  payment_method: 'cash',
  payments: [
    {
      id: 1,
      order_id: 1,
      method: 'cash',
      amount: 7.56,
      card_fee: 0,
      tip: 0,
      cash_tendered: 10,
      change_due: 2.44,
      till: 'main',
      staff_id: 1,
      created_at: '2026-11-23T18:05:00.000Z',
    },
  ],
  created_at: '2026-11-23T18:04:05.120Z',
  sent_at: '2026-11-23T18:05:00.000Z',
  closed_at: '2026-11-23T18:05:00.000Z',
  gross: 7,
  net: 7,
};

describe('what stands in journals for ever', () => {
  it('is still understood: a sale and a payment from the first days', () => {
    const { order_closed, payment_taken } = orders.events;
    const sale = z.decode(order_closed.payload, OLD as never);
    assert.deepEqual([sale.held, sale.refunds, sale.net], [false, [], 700]);
    assert.deepEqual([sale.items[0]?.status, sale.payments[0]?.status], ['sent', 'completed']);
    const payment = z.decode(payment_taken.payload, OLD.payments[0] as never);
    assert.deepEqual([payment.status, payment.cash_rounding], ['completed', 0]);
  });

  it('is still understood: a ticket that could only be bumped', () => {
    const { id: order_id, order_number, type, customer_name, note, sent_at } = OLD;
    const items = [{ order_item_id: 1, name: 'Tomato soup', quantity: 1, modifiers: [], note }];
    const of = { id: 1, order_id, order_number, station_id: 'kitchen', type, customer_name, note };
    const told = { ...of, status: 'new', sent_at, bumped_at: null, items };
    const { payload } = printSpooler.events.ticket_opened;
    const ticket = z.decode(payload, told as never);
    const { recalled, rush, started_at, original_position } = ticket;
    assert.deepEqual([recalled, rush, started_at, original_position], [false, false, null, 0]);
    const [{ course, change, bumped } = {}] = ticket.items;
    assert.deepEqual([course, change, bumped], [null, 'none', false]);
  });

  it('is still understood: a void that does not say on which day it was', () => {
    const told = { order_id: 1, version: 2, total: 0, order_number: 1, reason: null, made: null };
    const { payload } = orders.events.order_voided;
    const gone = z.decode(payload, { ...told, items: [], merged_into: null } as never);
    assert.equal(gone.business_day, null);
  });
});
