import { useLanguage } from '../shared/language.ts';
import type { Cart } from './cart.ts';
import { SquareCode } from './square-code.tsx';

/** What a guest needs when all is paid: the number, the change, and the receipt's code. */
export function Thanks({ order_id, order_number, change_due, total, tip }: Cart) {
  const { words, money } = useLanguage();
  return (
    <main class="thanks">
      <div>
        <h1>{words.display.thanks}</h1>
        <p>{words.display.your_number}</p>
        <strong class="number">{order_number}</strong>
      </div>
      <div>
        <dl>
          <div>
            <dt>{words.display.paid}</dt>
            <dd>{money(total + tip)}</dd>
          </div>
          {change_due ? (
            <div class="change">
              <dt>{words.display.change}</dt>
              <dd>{money(change_due)}</dd>
            </div>
          ) : null}
        </dl>
        <figure>
          <SquareCode text={`RECEIPT:${order_id}`} />
          <figcaption>{words.display.receipt_code}</figcaption>
        </figure>
      </div>
    </main>
  );
}
