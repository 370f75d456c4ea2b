import { useLanguage } from './language.ts';

/** Says that a page is silent until somebody touches it. */
export function SoundHint({ isLocked }: { isLocked: boolean }) {
  const { words } = useLanguage();
  if (!isLocked) return null;
  return (
    <button type="button" class="sound-hint">
      {words.sound.locked}
    </button>
  );
}
