import { Banner } from '../shared/banner.tsx';
import { useLanguage } from '../shared/language.ts';
import type { Approved } from '../shared/screen.tsx';
import { type Cart, topicOf } from './cart.ts';
import { Lines } from './lines.tsx';
import { Totals } from './totals.tsx';

/** The customer display of a till: its one topic, drawn. */
export function Display({ screen, link, topics }: Approved) {
  const told = topics.get(topicOf(screen)) as { data: Cart } | undefined;
  const cart = told && told.data.state !== 'idle' ? told.data : undefined;
  return (
    <>
      <Banner link={link} shows={cart !== undefined} />
      {!cart ? <Welcome /> : cart.state === 'complete' ? <Thanks {...cart} /> : <Live {...cart} />}
    </>
  );
}

function Welcome() {
  return (
    <main class="welcome">
      <h1>Welcome</h1>
      <p>Your order will appear here.</p>
    </main>
  );
}

function Live(cart: Cart) {
  const pieces = cart.items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <main class="live">
      <section>
        <header>
          <h1>Your order</h1>
          <span>{pieces === 1 ? '1 item' : `${pieces} items`}</span>
        </header>
        <Lines items={cart.items} />
      </section>
      <Totals {...cart} />
    </main>
  );
}

function Thanks({ order_number, change_due, total, tip }: Cart) {
  const { money } = useLanguage();
  return (
    <main class="thanks">
      <h1>Thank you!</h1>
      <p>Your order number is</p>
      <strong class="number">{order_number}</strong>
      <dl>
        <div>
          <dt>Paid</dt>
          <dd>{money(total + tip)}</dd>
        </div>
        {change_due ? (
          <div class="change">
            <dt>Your change</dt>
            <dd>{money(change_due)}</dd>
          </div>
        ) : null}
      </dl>
    </main>
  );
}
