import { useEffect, useState } from 'preact/hooks';
import { login } from './session.ts';

const DIGITS = 4;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'];

interface Asking {
  /** Which screen asks. */
  title: string;
  till?: string;
  onToken: (token: string) => void;
}

/** Asks for a PIN, by touch or keyboard, and logs in with the fourth digit. */
export function PinPad({ title, till, onToken }: Asking) {
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState('');

  function press(key: string): void {
    if (key === '⌫') return setPin((typed) => typed.slice(0, -1));
    setProblem('');
    setPin((typed) => (typed + key).slice(0, DIGITS));
  }

  useEffect(() => {
    if (pin.length < DIGITS) return;
    login(pin, till).then(onToken, (error: Error) => {
      setProblem(error.message);
      setPin('');
    });
  }, [pin]);

  useEffect(() => {
    const typed = ({ key }: KeyboardEvent) => {
      if (/^\d$/.test(key)) press(key);
      if (key === 'Backspace') press('⌫');
    };
    window.addEventListener('keydown', typed);
    return () => window.removeEventListener('keydown', typed);
  }, []);

  return (
    <main class="pin">
      <h1>{title}</h1>
      <p class={problem ? 'problem' : ''} role="status">
        {problem || 'Enter your PIN to connect this screen.'}
      </p>
      <div class="dots" aria-label={`${pin.length} of ${DIGITS} digits`}>
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
              aria-label={key === '⌫' ? 'Delete' : key}
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
    </main>
  );
}
