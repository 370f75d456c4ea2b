import { useLanguage } from '../shared/language.ts';
import type { Cart } from './cart.ts';
import { Lines } from './lines.tsx';
import { Tip } from './tip.tsx';
import { Totals } from './totals.tsx';

interface Showing {
  cart: Cart;
  isNotCharged: boolean;
  tip_presets: number[];
  secret: string;
}

/** An order while it is made and paid: its lines, what they come to, and what the guest may do. */
export function Live({ cart, isNotCharged, tip_presets, secret }: Showing) {
  const { words } = useLanguage();
  const pieces = cart.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const mayTip = tip_presets.length > 0 && cart.balance_due > 0 && !cart.charging;
  return (
    <main class="live">
      <section>
        <header>
          <h1>{words.display.your_order}</h1>
          <span>{words.display.items(pieces)}</span>
        </header>
        <Lines items={cart.items} />
      </section>
      <aside>
        <Totals {...cart} />
        {cart.charging && <Charging />}
        {isNotCharged && <NotCharged />}
        {mayTip && !isNotCharged && <Tip key={cart.order_id} {...{ cart, tip_presets, secret }} />}
      </aside>
    </main>
  );
}

function Charging() {
  const { words } = useLanguage();
  return (
    <div class="charging" role="status">
      <svg viewBox="0 0 64 48" aria-hidden="true">
        <rect class="card" x="2" y="4" width="60" height="40" rx="6" />
        <rect class="stripe" x="2" y="13" width="60" height="8" />
        <rect class="chip" x="9" y="28" width="14" height="9" rx="2" />
      </svg>
      <strong>{words.display.charging}</strong>
      <p>{words.display.charging_more}</p>
    </div>
  );
}

function NotCharged() {
  const { words } = useLanguage();
  return (
    <div class="charging failed" role="alert">
      <strong>{words.display.not_charged}</strong>
      <p>{words.display.not_charged_more}</p>
    </div>
  );
}
