import { type ComponentChildren, render } from 'preact';
import { useState } from 'preact/hooks';
import { PinPad } from './pin-pad.tsx';
import { storedToken, storeToken } from './session.ts';

/** What a screen needs to be connected; `onRefused` when its session is over. */
export interface Session {
  token: string;
  onRefused: () => void;
}

interface Setup {
  title: string;
  /** The till that a session of this screen belongs to. */
  till?: string;
  children: (session: Session) => ComponentChildren;
}

function Screen({ title, till, children }: Setup) {
  const [token, setToken] = useState(storedToken());
  const keep = (next: string | null) => {
    storeToken(next);
    setToken(next);
  };
  if (!token) return <PinPad title={title} till={till} onToken={keep} />;
  return <>{children({ token, onRefused: () => keep(null) })}</>;
}

/** Draws a screen that asks for a PIN first when it has no session. */
export function openScreen(setup: Setup): void {
  document.title = setup.title;
  render(<Screen {...setup} />, document.body);
}

/** `?till=bar`; what could not be a name gives the default. */
export function chosen(name: 'till' | 'station', otherwise: string): string {
  const value = new URLSearchParams(location.search).get(name) || '';
  return /^[a-z0-9-]{1,32}$/.test(value) ? value : otherwise;
}
