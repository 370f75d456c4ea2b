import type { ComponentChildren } from 'preact';
import { useLanguage } from '../shared/language.ts';

interface Shown {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Something beside the cards; on a small screen over them. */
export function Panel({ title, onClose, children }: Shown) {
  const { words } = useLanguage();
  return (
    <aside class="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" aria-label={words.kitchen.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div class="scrolled">{children}</div>
    </aside>
  );
}
