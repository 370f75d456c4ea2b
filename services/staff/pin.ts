import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * A PIN as it is stored: HMAC-SHA-256 under the installation's pepper, which is not on the stick.
 * A slow hash would not help: there are only 10,000 PINs.
 */
export function hashPin(pepper: Buffer, pin: string): string {
  return createHmac('sha256', pepper).update(`pin:${pin}`).digest('hex');
}

/** A new session's token: 256 random bits, known to its holder alone. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A token as it is stored, compared and announced: its SHA-256, in hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
