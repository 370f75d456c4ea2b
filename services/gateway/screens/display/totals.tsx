import { useLanguage } from '../shared/language.ts';
import type { Cart } from './cart.ts';

/** From the subtotal to what the guest pays; what is nothing is left out. */
export function Totals(cart: Cart) {
  const { words, money } = useLanguage();
  const { order_number, discounts, subtotal, tax, card_fee, total, balance_due, tip_choice } = cart;
  const say = words.display;
  // a line's own discounts stand with it, and come off here in one sum
  const onLines = cart.items.flatMap((line) => line.discounts);
  const off = onLines.reduce((sum, { amount_applied }) => sum + amount_applied, 0);
  const rows: [name: string, amount: number, kind?: string][] = [
    [say.off_items, -off, 'discount'],
    ...discounts.map(({ name, amount_applied }) => {
      return [name, -amount_applied, 'discount'] as [string, number, string];
    }),
    [say.tax, tax],
    [say.card_fee, card_fee],
  ];
  const shown = rows.filter(([, amount]) => amount !== 0);
  const paid = total - balance_due;
  const row = (name: string, amount: number, kind?: string) => (
    <div class={kind}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>{money(amount)}</dd>
    </div>
  );
  return (
    <div class="totals">
      <p>
        {say.order_number} <strong>{order_number}</strong>
      </p>
      <dl>
        {shown.length > 0 && row(say.subtotal, subtotal)}
        {shown.map(([name, amount, kind]) => row(name, amount, kind))}
        {row(say.total, total, 'total')}
        {paid > 0 && row(say.paid, -paid)}
        {paid > 0 && row(say.still_to_pay, balance_due, 'due')}
        {tip_choice ? row(say.with_tip, balance_due + tip_choice, 'due') : null}
      </dl>
    </div>
  );
}
