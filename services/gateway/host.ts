import type { IncomingMessage } from 'node:http';

/** Under which name and port the server was reached; only what is one, and nothing that is code. */
export function hostOf({ headers: { host = '' } }: Pick<IncomingMessage, 'headers'>): string {
  const isHost = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i.test(host);
  return isHost ? host : '';
}
