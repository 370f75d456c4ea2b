/** What people choose first, besides the patterns below: the middle of the pad, from the top. */
const FAVOURITES = new Set(['2580', '0852']);

/**
 * Whether a PIN is among the first that a guesser tries: one digit (1111), two that repeat (1212)
 * or stand in pairs (1122), a run up or down (1234, 9876, 7890), and years of birth (1940–2029).
 * That are 301 of 10,000; a longer list would only move the favourites on.
 */
export function isWeak(pin: string): boolean {
  const steps = Array.from(pin)
    .slice(1)
    .map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10);
  const isRun = steps.every((step) => step === 1) || steps.every((step) => step === 9);
  const year = Number(pin);
  return (
    isRun ||
    pin.slice(0, 2) === pin.slice(2) ||
    (pin[0] === pin[1] && pin[2] === pin[3]) ||
    (year >= 1940 && year <= 2029) ||
    FAVOURITES.has(pin)
  );
}
