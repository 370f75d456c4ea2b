import type { ScreenKind } from '#shared/contracts/contract.ts';
import type { Credentials } from './connection.ts';

/** One for each kind: a browser may be the kitchen's screen in one window, the board in another. */
const place = (kind: ScreenKind) => `pos-screen-${kind}`;

/** Who this browser is as such a screen; undefined when it has not registered yet. */
export function storedCredentials(kind: ScreenKind): Credentials | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(place(kind)) || 'null') as Credentials | null;
    return stored && stored.screen_id && stored.secret ? stored : undefined;
  } catch {
    return undefined; // storage is forbidden here: the screen is another one at each opening
  }
}

export function storeCredentials(kind: ScreenKind, credentials: Credentials | undefined): void {
  try {
    if (credentials) localStorage.setItem(place(kind), JSON.stringify(credentials));
    else localStorage.removeItem(place(kind));
  } catch {
    // as above
  }
}
