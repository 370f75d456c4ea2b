import { useLanguage } from '../shared/language.ts';
import type { Topics } from '../shared/topics.ts';
import type { OnDeed } from './action.ts';
import { AllDay, EightySix } from './counts.tsx';
import { RecallList } from './recall.tsx';
import { indexOf, soldOut } from './tickets.ts';

/** What stands beside the cards. */
export type Side = 'all_day' | 'sold_out' | 'recall';

interface Shown {
  side: Side;
  /** The stations whose cards hang there. */
  shown: readonly string[];
  topics: Topics;
  secret: string;
  does: OnDeed;
  onClose: () => void;
}

/** A panel beside the cards; on a small screen over them. */
export function Beside({ side, shown, topics, secret, does, onClose }: Shown) {
  const { words } = useLanguage();
  const title = words.kitchen[side];
  const indexes = shown.map((id) => indexOf(id, topics)).filter((one) => one !== undefined);
  const bars = {
    all_day: () => <AllDay indexes={indexes} />,
    sold_out: () => <EightySix items={soldOut(topics)} />,
    recall: () => (
      <RecallList
        {...{ shown, secret }}
        changed={indexes.map(({ ticket_ids }) => ticket_ids.join()).join()}
        onRecall={(ticket) => does(ticket, { name: 'recall' })}
      />
    ),
  };
  return (
    <aside class="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" aria-label={words.kitchen.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div class="scrolled">{bars[side]()}</div>
    </aside>
  );
}
