import { useNow } from '../shared/clock.ts';
import { useLanguage } from '../shared/language.ts';
import type { ScreenState } from '../shared/topics.ts';

/** Each of the restaurant's lines is read for so long. */
const LINE_MS = 8_000;

/** While nobody orders: the restaurant's name, its lines in turn, a calm picture and the time. */
export function Idle({ appearance }: { appearance: ScreenState['appearance'] }) {
  const { words, timeOfDay } = useLanguage();
  const now = useNow();
  const { store_name, idle_lines } = appearance;
  const turn = Math.floor(now / LINE_MS) % Math.max(idle_lines.length, 1);
  return (
    <main class="idle">
      <Hills />
      <time>{timeOfDay(now)}</time>
      <div>
        <p>{words.display.welcome}</p>
        <h1 class={store_name.length > 18 ? 'long' : ''}>
          <bdi>{store_name}</bdi>
        </h1>
        {idle_lines.length > 0 && (
          <p key={turn} class="line">
            <bdi>{idle_lines[turn]}</bdi>
          </p>
        )}
      </div>
    </main>
  );
}

/** An evening over hills; it is stretched to any screen, and its colours are the theme's. */
function Hills() {
  return (
    <svg viewBox="0 0 1600 900" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
      <g class="sky">
        <circle class="halo" cx="1370" cy="590" r="260" />
        <circle class="halo" cx="1370" cy="590" r="180" />
        <circle class="sun" cx="1370" cy="590" r="104" />
      </g>
      <path class="far" d="M0 640C210 560 360 540 560 600S900 690 1100 630s330-90 500-40v310H0z" />
      <path class="middle" d="M0 740c170-70 330-80 520-30s360 80 560 20 360-60 520 0v170H0z" />
      <path class="near" d="M0 830c240-70 430-50 700-10s560 20 900-50v130H0z" />
    </svg>
  );
}
