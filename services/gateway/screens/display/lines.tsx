import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../shared/language.ts';
import { lastChanged, type Line } from './cart.ts';

/** Room that stays free around the line that changed. */
const MARGIN_PX = 24;

/** The order's lines; the one that changed last is in sight and stands out for a moment. */
export function Lines({ items }: { items: Line[] }) {
  const { money } = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const before = useRef<Line[]>([]);
  const changed = lastChanged(before.current, items);
  const newest = useRef(0);
  const room_px = useRef(0);
  const opened = useRef(false); // what was there when the display opened is no news

  /** Also when the list has less room than before: beside it there is more to say now. */
  function bringIntoSight(): void {
    const box = list.current as HTMLElement;
    const row = box.querySelector<HTMLElement>(`[data-id="${newest.current}"]`);
    if (!row) return;
    const top = row.offsetTop - MARGIN_PX;
    const bottom = row.offsetTop + row.offsetHeight + MARGIN_PX;
    if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    if (top < box.scrollTop) box.scrollTop = top;
  }

  useLayoutEffect(() => {
    before.current = items;
    opened.current = true;
    const { clientHeight } = list.current as HTMLElement;
    const hasOtherRoom = clientHeight !== room_px.current;
    room_px.current = clientHeight;
    if (changed) newest.current = changed.id;
    if (changed || hasOtherRoom) bringIntoSight();
  });
  useEffect(() => {
    window.addEventListener('resize', bringIntoSight);
    return () => window.removeEventListener('resize', bringIntoSight);
  }, []);

  return (
    <ol class="lines" ref={list}>
      {items.map((line) => (
        // another key draws it afresh, so that it stands out again
        <li
          key={`${line.id}/${line.quantity}/${line.total_price}/${line.discounts.length}`}
          data-id={line.id}
          class={opened.current && line === changed ? 'changed' : undefined}
        >
          <span class="quantity">{line.quantity}</span>
          <span class="name">
            <bdi>{line.name}</bdi>
            {line.modifiers.map(({ id, mod_name, mod_price, quantity }) => (
              <small key={id}>
                {quantity > 1 && `${quantity} × `}
                <bdi>{mod_name}</bdi>
                {mod_price > 0 && <i> +{money(mod_price * quantity)}</i>}
              </small>
            ))}
            {line.note && (
              <small class="note">
                <bdi>{line.note}</bdi>
              </small>
            )}
            {line.discounts.map(({ id, name, amount_applied }) => (
              <small key={`d${id}`} class="off">
                <bdi>{name}</bdi> <i>{money(-amount_applied)}</i>
              </small>
            ))}
          </span>
          <span class="price">{money(line.total_price)}</span>
        </li>
      ))}
    </ol>
  );
}
