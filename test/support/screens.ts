import assert from 'node:assert/strict';
import type { ScreenKind } from '#shared/contracts/contract.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Front } from './front.ts';

export interface Registered {
  screen_id: string;
  secret: string;
  code: string;
}

/** Screens of a house with a front; `admin` is the token of one. */
export function screensOf(front: () => Front, admin: () => string) {
  let addresses = 0;

  /** Each from an address of its own: one alone may not register so many. */
  async function register(kind: ScreenKind, name = 'By the door'): Promise<Registered> {
    const caller = { till: 'main', address: `192.168.1.${++addresses}` };
    const { code, ...known } = await front().house.asker.ask(
      printSpooler,
      'register_screen',
      { kind, name },
      { caller },
    );
    return { ...known, code: code as string };
  }
  async function approve(screen_id: string, purpose: object = {}): Promise<Screen> {
    const path = `/screens/${screen_id}/approve`;
    const { status, body } = await front().call<Screen>('POST', path, {
      token: admin(),
      body: purpose,
    });
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }
  async function approved(kind: ScreenKind, purpose: object = {}): Promise<Registered> {
    const screen = await register(kind);
    await approve(screen.screen_id, purpose);
    return screen;
  }
  const connect = ({ screen_id, secret }: Registered) =>
    front().screen(secret, { username: screen_id, clientId: screen_id });
  return { register, approve, approved, connect };
}
