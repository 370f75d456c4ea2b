import { useLanguage } from '../shared/language.ts';
import type { Cart } from './cart.ts';

/** From the subtotal to what the guest pays; what is nothing is left out. */
export function Totals(cart: Cart) {
  const { order_number, discounts, subtotal, tax, card_fee, total, balance_due } = cart;
  // a line's own discounts stand with it, and come off here in one sum
  const onLines = cart.items.flatMap((line) => line.discounts);
  const off = onLines.reduce((sum, { amount_applied }) => sum + amount_applied, 0);
  const rows: [name: string, amount: number, kind?: string][] = [
    ['Off single items', -off, 'discount'],
    ...discounts.map(({ name, amount_applied }) => {
      return [name, -amount_applied, 'discount'] as [string, number, string];
    }),
    ['Tax', tax],
    ['Card fee', card_fee],
  ];
  const shown = rows.filter(([, amount]) => amount !== 0);
  const paid = total - balance_due;
  return (
    <aside class="totals">
      <p>
        Order number <strong>{order_number}</strong>
      </p>
      <dl>
        {shown.length > 0 && <Row name="Subtotal" amount={subtotal} />}
        {shown.map(([name, amount, kind], i) => (
          <Row key={i} name={name} amount={amount} kind={kind} />
        ))}
        <Row name="Total" amount={total} kind="total" />
        {paid > 0 && <Row name="Paid" amount={-paid} />}
        {paid > 0 && <Row name="Still to pay" amount={balance_due} kind="due" />}
      </dl>
    </aside>
  );
}

function Row({ name, amount, kind }: { name: string; amount: number; kind?: string }) {
  const { money } = useLanguage();
  return (
    <div class={kind}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>{money(amount)}</dd>
    </div>
  );
}
