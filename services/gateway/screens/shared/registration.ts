import type { ScreenKind } from '#shared/contracts/contract.ts';
import { askedName, askedStations, askedTill } from './address.ts';
import { type Answered, call, isDone, randomKey } from './calls.ts';
import type { Credentials } from './connection.ts';
import type { ScreenState } from './topics.ts';
import type { Words } from './words/en.ts';

/** `Kitchen 7F3A`: two screens that nobody has named are told apart. */
const nameOf = (kind: ScreenKind, words: Words) =>
  askedName() ?? `${words.kinds[kind]} ${randomKey().slice(0, 4).toUpperCase()}`;

/** Introduces a new screen; resolves with who it is, or with what was wrong as a sentence. */
export async function register(kind: ScreenKind, words: Words): Promise<Credentials | string> {
  const name = nameOf(kind, words);
  const answered = await call('POST', '/screens/register', { kind, name });
  if (!isDone(answered)) return sentenceOf(answered, words);
  const { screen_id, secret } = answered.body as unknown as Credentials;
  return { screen_id, secret };
}

/**
 * An admin approves the screen in front of which he stands; resolves with why not, if so. His
 * session ends with it, whatever came of it: a screen in the dining room has nobody logged in.
 */
export async function approveHere(
  pin: string,
  { screen_id, kind }: Pick<ScreenState, 'screen_id' | 'kind'>,
  words: Words,
): Promise<string | undefined> {
  const loggedIn = await call('POST', '/auth/login', { pin });
  if (!isDone(loggedIn)) return sentenceOf(loggedIn, words);
  const token = String(loggedIn.body.token);
  const purpose = {
    ...(kind === 'customer_display' && { till: askedTill() }),
    ...(kind === 'kitchen' && { stations: askedStations() }),
  };
  const approved = await call('POST', `/screens/${screen_id}/approve`, purpose, token);
  await call('POST', '/auth/logout', {}, token);
  return isDone(approved) ? undefined : sentenceOf(approved, words);
}

/** A refusal as a person should read it. */
export function sentenceOf({ status, body }: Answered, words: Words): string {
  if (status === 0) return words.registering.away;
  const { code, detail } = body as { code?: string; detail?: string };
  return words.refusals[code ?? ''] ?? detail ?? words.not_done;
}
