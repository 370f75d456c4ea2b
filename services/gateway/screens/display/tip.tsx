import { useState } from 'preact/hooks';
import { call, isDone } from '../shared/calls.ts';
import { useLanguage } from '../shared/language.ts';
import { sentenceOf } from '../shared/registration.ts';
import { type Cart, tipOf } from './cart.ts';
import { TipPad } from './tip-pad.tsx';

interface Tipping {
  cart: Cart;
  /** In percent. */
  tip_presets: number[];
  secret: string;
}

/** Offers a tip. What is chosen is what the order says: the till sees it, nothing is charged. */
export function Tip({ cart, tip_presets, secret }: Tipping) {
  const { words, money, percent: share } = useLanguage();
  const [isTyping, setTyping] = useState(false);
  const [sending, setSending] = useState<number | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const chosen = sending ?? cart.tip_choice;
  const offers = tip_presets.map((percent) => ({ percent, tip: tipOf(percent, cart) }));
  const isOther = chosen !== null && chosen > 0 && !offers.some(({ tip }) => tip === chosen);

  async function choose(tip: number): Promise<void> {
    setTyping(false);
    setProblem(undefined);
    setSending(tip);
    const answered = await call(
      'POST',
      '/screens/me/tip',
      { order_id: cart.order_id, tip },
      secret,
    );
    if (!isDone(answered)) setProblem(sentenceOf(answered, words));
    setSending(undefined);
  }

  return (
    <div class="tip">
      <p role="status" class={problem ? 'problem' : ''}>
        {problem ?? sayChosen(cart.tip_choice)}
      </p>
      <div class="offers">
        {offers.map(({ percent, tip }, i) => (
          <Offer key={i} isChosen={chosen === tip} onChoose={() => void choose(tip)}>
            <b>{share(percent)}</b>
            <span>{money(tip)}</span>
          </Offer>
        ))}
      </div>
      <div class="offers">
        <Offer isChosen={isOther} onChoose={() => setTyping(true)}>
          <b>{words.display.other_tip}</b>
          {isOther && <span>{money(chosen)}</span>}
        </Offer>
        <Offer isChosen={chosen === 0} onChoose={() => void choose(0)}>
          <b>{words.display.no_tip}</b>
        </Offer>
      </div>
      {isTyping && <TipPad onTip={(tip) => void choose(tip)} onBack={() => setTyping(false)} />}
    </div>
  );

  function sayChosen(tip: number | null): string {
    if (tip === null) return words.display.add_tip;
    return tip === 0 ? words.display.tip_none_chosen : words.display.tip_chosen(money(tip));
  }
}

interface Offering {
  isChosen: boolean;
  onChoose: () => void;
  children: preact.ComponentChildren;
}

function Offer({ isChosen, onChoose, children }: Offering) {
  return (
    <button type="button" aria-pressed={isChosen} onClick={onChoose}>
      {children}
    </button>
  );
}
