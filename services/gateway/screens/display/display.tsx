import { useEffect, useRef, useState } from 'preact/hooks';
import { Banner } from '../shared/banner.tsx';
import type { Approved } from '../shared/screen.tsx';
import { type Cart, topicOf, wasNotCharged } from './cart.ts';
import { Idle } from './idle.tsx';
import { Live } from './live.tsx';
import { Thanks } from './thanks.tsx';

/** So long a guest reads that the card was not charged. */
const NOT_CHARGED_SHOWN_MS = 8_000;

/** The customer display of a till: its one topic, drawn. */
export function Display({ screen, link, topics, secret }: Approved) {
  const told = topics.get(topicOf(screen)) as { data: Cart } | undefined;
  const cart = told && told.data.state !== 'idle' ? told.data : undefined;
  const isNotCharged = useNotCharged(cart);
  return (
    <>
      <Banner link={link} shows={cart !== undefined} />
      {!cart ? (
        <Idle appearance={screen.appearance} />
      ) : cart.state === 'complete' ? (
        <Thanks {...cart} />
      ) : (
        <Live {...{ cart, isNotCharged, secret }} tip_presets={screen.appearance.tip_presets} />
      )}
    </>
  );
}

/** Whether a card has just not been charged. */
function useNotCharged(cart: Cart | undefined): boolean {
  const before = useRef<Cart | undefined>(undefined);
  const [order_id, setOrder] = useState<number | null>(null);
  useEffect(() => {
    const isNews = cart !== undefined && wasNotCharged(before.current, cart);
    before.current = cart;
    if (isNews) setOrder(cart.order_id);
  }, [cart]);
  useEffect(() => {
    if (order_id === null) return;
    const timer = setTimeout(() => setOrder(null), NOT_CHARGED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [order_id]);
  return cart !== undefined && order_id === cart.order_id && !cart.charging;
}
