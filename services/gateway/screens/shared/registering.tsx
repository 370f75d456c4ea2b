import { useEffect, useState } from 'preact/hooks';
import type { ScreenKind } from '#shared/contracts/contract.ts';
import type { Credentials } from './connection.ts';
import { useLanguage } from './language.ts';
import { PinPad } from './pin-pad.tsx';
import { approveHere, register } from './registration.ts';
import type { ScreenState } from './topics.ts';

/** After a refusal or without an answer it is tried again by itself: a till may make room. */
const AGAIN_MS = 10_000;

/** Introduces the screen, until the server knows it. */
export function Introducing(props: { kind: ScreenKind; onKnown: (who: Credentials) => void }) {
  const { words } = useLanguage();
  const [problem, setProblem] = useState<string | undefined>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let timer = 0;
    let isGone = false;
    void register(props.kind, words).then((known) => {
      if (isGone) return;
      if (typeof known !== 'string') return props.onKnown(known);
      setProblem(known);
      timer = window.setTimeout(() => setTries(tries + 1), AGAIN_MS);
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [tries]);
  return (
    <main class="registering">
      <h1>{words.kinds[props.kind]}</h1>
      <p role="status">{problem ?? words.registering.introducing}</p>
      {problem && (
        <button type="button" class="loud" onClick={() => setTries(tries + 1)}>
          {words.registering.try_again}
        </button>
      )}
    </main>
  );
}

/** Waits for somebody to approve the screen, at a till or right here. */
export function Pending({ screen }: { screen: ScreenState }) {
  const { words } = useLanguage();
  const { approve, code, here, once_approved } = words.registering;
  const [isAsking, setAsking] = useState(false);
  return (
    <main class="registering">
      <h1>
        <bdi>{screen.name}</bdi>
      </h1>
      {isAsking ? (
        <PinPad onPin={(pin) => approveHere(pin, screen, words)} onBack={() => setAsking(false)} />
      ) : (
        <section>
          <p>{approve}</p>
          <strong class="code" aria-label={`${code}: ${screen.code}`}>
            {screen.code}
          </strong>
          <p class="soft">{once_approved}</p>
          <button type="button" class="loud" onClick={() => setAsking(true)}>
            {here}
          </button>
        </section>
      )}
    </main>
  );
}

/** The server does not know the screen (any more). */
export function TurnedAway({ onAgain }: { onAgain: () => void }) {
  const { words } = useLanguage();
  const { turned_away, turned_away_why, anew } = words.registering;
  return (
    <main class="registering">
      <h1>{turned_away}</h1>
      <p role="status">{turned_away_why}</p>
      <button type="button" class="loud" onClick={onAgain}>
        {anew}
      </button>
    </main>
  );
}
