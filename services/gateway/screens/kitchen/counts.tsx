import { useLanguage } from '../shared/language.ts';
import type { Index, SoldOut } from './tickets.ts';

/** What is still to be made, station by station: an expo counts the same dishes again. */
export function AllDay({ indexes }: { indexes: readonly Index[] }) {
  const { words } = useLanguage();
  const busy = indexes.filter(({ all_day }) => all_day.length > 0);
  if (busy.length === 0) return <p class="none">{words.kitchen.all_done}</p>;
  return (
    <>
      {busy.map(({ station_id, station_name, all_day }) => (
        <section key={station_id} class="counts">
          {indexes.length > 1 && (
            <h3>
              <bdi>{station_name}</bdi>
            </h3>
          )}
          <ul>
            {all_day.map(({ name, quantity }) => (
              <li key={name}>
                <b>{quantity}</b>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** What there is none of any more, and of what only so many portions are left. */
export function EightySix({ items }: { items: readonly SoldOut[] }) {
  const { words, timeOfDay } = useLanguage();
  const { kitchen } = words;
  const left = (item: SoldOut) => {
    if (!item.sold_out && item.remaining) return kitchen.left(item.remaining);
    const { sold_out_until } = item;
    return sold_out_until ? kitchen.back_at(timeOfDay(Date.parse(sold_out_until))) : kitchen.gone;
  };
  if (items.length === 0) return <p class="none">{kitchen.nothing_sold_out}</p>;
  return (
    <ul class="counts">
      {items.map((item) => (
        <li key={item.item_id} class={isGone(item) ? 'gone' : 'few'}>
          <bdi>{item.name}</bdi>
          <em>{left(item)}</em>
        </li>
      ))}
    </ul>
  );
}

export const isGone = ({ sold_out, remaining }: SoldOut): boolean => sold_out || remaining === 0;
