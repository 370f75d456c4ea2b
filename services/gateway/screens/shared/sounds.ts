import { useEffect, useState } from 'preact/hooks';

/** A note: its pitch in Hz, when it begins and how long it rings, in seconds. */
type Note = [pitch: number, at: number, length: number];

/** Told apart by their melody: up is good news, one tone is a change, down is trouble. */
const CHIMES = {
  new: [
    [659, 0, 0.5],
    [880, 0.16, 0.9],
  ],
  changed: [
    [740, 0, 0.25],
    [740, 0.2, 0.25],
    [740, 0.4, 0.5],
  ],
  voided: [
    [587, 0, 0.4],
    [440, 0.22, 0.7],
  ],
  ready: [
    [523, 0, 0.7],
    [659, 0.13, 0.7],
    [784, 0.26, 1.3],
  ],
  overdue: [
    [392, 0, 0.3],
    [330, 0.22, 0.3],
    [392, 0.6, 0.3],
    [330, 0.82, 0.6],
  ],
} satisfies Record<string, Note[]>;

export type Chime = keyof typeof CHIMES;

const LOUDNESS = 0.35;
const ATTACK_S = 0.01;
/** An exponential fade never reaches nothing. */
const NEARLY_NOTHING = 0.0001;

let audio: AudioContext | undefined;

/** The page's one sound card; Safari 12 has it under another name. */
function open(): AudioContext | undefined {
  const old = (window as unknown as { webkitAudioContext?: typeof AudioContext })
    .webkitAudioContext;
  const Audio = 'AudioContext' in window ? AudioContext : old;
  if (!audio && Audio) audio = new Audio();
  return audio;
}

function ring(sound: AudioContext, [pitch, at, length]: Note): void {
  const begins = sound.currentTime + at;
  const bell = sound.createOscillator();
  const fade = sound.createGain();
  bell.type = 'triangle';
  bell.frequency.value = pitch;
  fade.gain.setValueAtTime(NEARLY_NOTHING, begins);
  fade.gain.exponentialRampToValueAtTime(LOUDNESS, begins + ATTACK_S);
  fade.gain.exponentialRampToValueAtTime(NEARLY_NOTHING, begins + length);
  bell.connect(fade);
  fade.connect(sound.destination);
  bell.start(begins);
  bell.stop(begins + length);
}

/**
 * Chimes, where the restaurant wants `sounds`. Browsers are silent until somebody has touched the
 * page: it `isLocked` for so long.
 */
export function useSounds(sounds: boolean): { play: (chime: Chime) => void; isLocked: boolean } {
  const [state, setState] = useState(() => (sounds ? open()?.state : undefined));
  useEffect(() => {
    const sound = sounds ? open() : undefined;
    if (!sound) return;
    const look = () => setState(sound.state);
    const unlock = () => void sound.resume().then(look, look);
    look();
    const touches = ['pointerdown', 'touchend', 'mousedown', 'keydown']; // Safari 12: no pointers
    for (const touch of touches) window.addEventListener(touch, unlock);
    return () => {
      for (const touch of touches) window.removeEventListener(touch, unlock);
    };
  }, [sounds]);

  function play(chime: Chime): void {
    if (!sounds || !audio || audio.state !== 'running') return;
    for (const note of CHIMES[chime]) ring(audio, note as Note);
  }

  return { play, isLocked: sounds && state === 'suspended' };
}
