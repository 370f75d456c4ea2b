import qrcode from 'qrcode-generator';

/** Empty modules that a reader needs around the code. */
const QUIET = 4;

/** A QR code, as on the printed receipt; black on white whatever the theme, for the readers. */
export function SquareCode({ text }: { text: string }) {
  const code = qrcode(0, 'M');
  code.addData(text, 'Alphanumeric');
  code.make();
  const size = code.getModuleCount();
  const all = Array.from(
    { length: size * size },
    (_, i) => [i % size, Math.floor(i / size)] as const,
  );
  const dark = all.filter(([x, y]) => code.isDark(y, x));
  const whole = size + 2 * QUIET;
  return (
    <svg class="square-code" viewBox={`0 0 ${whole} ${whole}`} role="img" aria-label={text}>
      <rect width={whole} height={whole} fill="#fff" />
      <path d={dark.map(([x, y]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`).join('')} fill="#000" />
    </svg>
  );
}
