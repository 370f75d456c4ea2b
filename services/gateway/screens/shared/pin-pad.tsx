import { useEffect, useState } from 'preact/hooks';
import { useLanguage } from './language.ts';

const DIGITS = 4;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'];

interface Asking {
  /** What a PIN does here: resolves with why not, as a sentence, or undefined. */
  onPin: (pin: string) => Promise<string | undefined>;
  onBack: () => void;
}

/** Asks for an admin's PIN, by touch or keyboard, and goes on with the fourth digit. */
export function PinPad({ onPin, onBack }: Asking) {
  const { words } = useLanguage();
  const { enter_pin, digits, back, delete: erase } = words.registering;
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<string | undefined>();

  function press(key: string): void {
    if (key === '⌫') return setPin((typed) => typed.slice(0, -1));
    setProblem(undefined);
    setPin((typed) => (typed + key).slice(0, DIGITS));
  }

  useEffect(() => {
    if (pin.length < DIGITS) return;
    void onPin(pin).then((why) => {
      setProblem(why);
      setPin('');
    });
  }, [pin]);

  useEffect(() => {
    const typed = ({ key }: KeyboardEvent) => {
      if (/^\d$/.test(key)) press(key);
      if (key === 'Backspace') press('⌫');
      if (key === 'Escape') onBack();
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, []);

  return (
    <section class="pin">
      <p class={problem ? 'problem' : ''} role="status">
        {problem || enter_pin}
      </p>
      <div class="dots" role="img" aria-label={digits(pin.length, DIGITS)}>
        {Array.from({ length: DIGITS }, (_, i) => (
          <i key={i} class={i < pin.length ? 'full' : ''} />
        ))}
      </div>
      <div class="keys">
        {KEYS.map((key) =>
          key ? (
            <button
              key={key}
              type="button"
              aria-label={key === '⌫' ? erase : key}
              disabled={pin.length === DIGITS}
              onClick={() => press(key)}
            >
              {key}
            </button>
          ) : (
            <span key="gap" />
          ),
        )}
      </div>
      <button type="button" class="quiet" onClick={onBack}>
        {back}
      </button>
    </section>
  );
}
