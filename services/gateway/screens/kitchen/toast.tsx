import { useLanguage } from '../shared/language.ts';
import type { Deeds } from './deeds.ts';

/** Says what was just bumped, for as long as it is easily undone; or what was not done. */
export function Toast({ toast, undo }: Pick<Deeds, 'toast' | 'undo'>) {
  const { words } = useLanguage();
  const { kitchen } = words;
  const number = toast && toast.ticket.order_number;
  return (
    <div class="toast" role="status">
      {toast && number !== undefined && (
        <p class={toast.isFailure ? 'failure' : ''}>
          <span>{toast.isFailure ? kitchen.not_done(number) : kitchen.bumped(number)}</span>
          {!toast.isFailure && (
            <button type="button" onClick={undo}>
              {kitchen.undo}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
