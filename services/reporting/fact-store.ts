import type { Connection } from '#shared/storage.ts';
import type { Fold } from './sum-store.ts';

/** The facts themselves: what a figure is explained by. Lines stand with the items. */
export function openFacts(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const sale = sql(
    `INSERT INTO sale
     VALUES (@business_day, @order_id, @staff_id, @closed_ms, @gross, @net, @tax, @late_of)`,
  );
  const payment = sql(
    `INSERT INTO payment VALUES (@business_day, @payment_id, @order_id, @method, @amount,
       @card_fee, @tip, @cash_rounding)`,
  );
  const refund = sql(
    `INSERT INTO refund VALUES (@business_day, @id, @order_id, @original_business_day, @made_ms,
       @net, @tax, @card_fee, @tip, @cash_rounding, @late_of)`,
  );
  const tip = sql(
    `INSERT INTO tip_change
     VALUES (@business_day, @seq, @order_id, @payment_id, @method, @amount, @late_of)`,
  );
  const voided = sql(
    `INSERT INTO voided VALUES (@business_day, @seq, @order_item_id, @order_id, @item_id,
       @quantity, @total_price, @made, @late_of)`,
  );
  return {
    fold: {
      sold(at, { order_id, staff_id, closed_ms, gross, net, tax, payments }) {
        sale.run({ ...at, order_id, staff_id, closed_ms, gross, net, tax });
        for (const {
          payment_id,
          method,
          amount,
          card_fee,
          tip: extra,
          cash_rounding,
        } of payments) {
          const sums = { amount, card_fee, tip: extra, cash_rounding };
          payment.run({ business_day: at.business_day, payment_id, order_id, method, ...sums });
        }
      },
      refunded(at, { id, order_id, original_business_day, created_at, ...sums }) {
        const { net, tax, card_fee, tip: extra, cash_rounding } = sums;
        const back = { net, tax, card_fee, tip: extra, cash_rounding };
        const made_ms = Date.parse(created_at);
        refund.run({ id, order_id, original_business_day, made_ms, ...back, ...at });
      },
      tipChanged(at, { seq, order_id, payment_id, method, amount }) {
        tip.run({ seq, order_id, payment_id, method, amount, ...at });
      },
      voided(at, { seq, order_id, made, items }) {
        for (const { order_item_id, item_id, quantity, total_price } of items) {
          const line = { order_item_id, item_id, quantity, total_price };
          const told = made === null ? null : Number(made);
          voided.run({ seq, order_id, made: told, ...line, ...at });
        }
      },
    } satisfies Fold,
  };
}
