import { useLanguage } from '../shared/language.ts';

/** What keys and the buttons of a bump bar do; any tap closes it. */
export function Help({ onClose }: { onClose: () => void }) {
  const { words } = useLanguage();
  const { kitchen } = words;
  return (
    <div class="help" role="dialog" aria-label={kitchen.help} onClick={onClose}>
      <div>
        <h2>{kitchen.help}</h2>
        <dl>
          {kitchen.keys.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <button type="button" onClick={onClose}>
          {kitchen.close}
        </button>
      </div>
    </div>
  );
}
