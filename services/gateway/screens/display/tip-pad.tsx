import { useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../shared/language.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0', '⌫'];
/** 9,999.99: more is a slip of the finger. */
const MOST_DIGITS = 6;

/** A tip in cents, typed as at a till: 5, 0, 0 is 5.00. */
export function TipPad({ onTip, onBack }: { onTip: (tip: number) => void; onBack: () => void }) {
  const { words, money } = useLanguage();
  const [digits, setDigits] = useState('');
  const first = useRef<HTMLButtonElement>(null);
  const tip = Number(digits) / 100;

  function press(key: string): void {
    setDigits((typed) => {
      if (key === '⌫') return typed.slice(0, -1);
      return (typed + key).replace(/^0+/, '').slice(0, MOST_DIGITS);
    });
  }

  useEffect(() => {
    first.current?.focus();
    const typed = ({ key }: KeyboardEvent) => {
      if (/^\d$/.test(key)) press(key);
      if (key === 'Backspace') press('⌫');
      if (key === 'Escape') onBack();
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, []);

  return (
    <div class="over" role="dialog" aria-modal="true" aria-label={words.display.your_tip}>
      <section class="tip-pad">
        <p>{words.display.your_tip}</p>
        <output>{money(tip)}</output>
        <div class="pad">
          {KEYS.map((key, i) => (
            <button
              key={key}
              ref={i === 0 ? first : undefined}
              type="button"
              aria-label={key === '⌫' ? words.registering.delete : key}
              onClick={() => press(key)}
            >
              {key}
            </button>
          ))}
        </div>
        <div class="decide">
          <button type="button" onClick={onBack}>
            {words.registering.back}
          </button>
          <button type="button" class="yes" disabled={tip === 0} onClick={() => onTip(tip)}>
            {words.display.add}
          </button>
        </div>
      </section>
    </div>
  );
}
