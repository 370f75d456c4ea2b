import { useLanguage } from '../shared/language.ts';
import type { Item } from './tickets.ts';

interface Told {
  item: Item;
  /** Said above the line: with it another course begins. */
  course: number | null;
  /** Chosen with the keyboard. */
  chosen: boolean;
  onTap: (item: Item) => void;
}

/** One dish, its wishes, and whether it is done. What was cancelled stays until it was seen. */
export function Line({ item, course, chosen, onTap }: Told) {
  const { words } = useLanguage();
  const { kitchen } = words;
  const classes = ['line', item.change, item.bumped && 'done', chosen && 'chosen'];
  return (
    <li class={classes.filter(Boolean).join(' ')}>
      {course !== null && <p class="course">{kitchen.course(course)}</p>}
      <button type="button" aria-pressed={item.bumped} onClick={() => onTap(item)}>
        {item.change !== 'none' && (
          <em class="change">
            {kitchen.changes[item.change]}
            {item.was !== undefined && item.was !== item.quantity && ` · ${kitchen.was(item.was)}`}
          </em>
        )}
        <b class={item.quantity > 1 ? 'several' : ''}>{item.quantity}</b>
        <span class="dish">
          <bdi>{item.name}</bdi>
          {item.modifiers.map(({ mod_name, quantity }, i) => (
            <small key={i}>
              {quantity > 1 && <b>{quantity} × </b>}
              <bdi>{mod_name}</bdi>
            </small>
          ))}
          {item.note && (
            <span class="note">
              <bdi>{item.note}</bdi>
            </span>
          )}
        </span>
        <i class="check" />
      </button>
    </li>
  );
}
