import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Each secret by its name. */
export type Secrets = { [name: string]: Buffer };

/** Half a second and 128 MB for each guess, on a Pi a few of them: the owner waits that once. */
const KDF = { N: 2 ** 17, r: 8, p: 1 };
const KDF_MEMORY = 256 * 1024 * 1024;
/** Below that, guessing pays even so. */
export const LEAST_PASSPHRASE = 12;
const KIND = 'restaurant-pos secrets 1';

const sealed = z.object({
  kind: z.literal(KIND),
  salt: z.base64(),
  nonce: z.base64(),
  tag: z.base64(),
  secrets: z.base64(),
});

/** What lies in `secrets` of the state folder; nothing where that is not there. */
export function readSecrets(stateDir: string): Secrets {
  const folder = join(stateDir, 'secrets');
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).filter((name) => /^[a-z][a-z-]*$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

/** Tells two secrets apart and nothing of either: they are 256 random bits. */
export const fingerprint = (secret: Buffer) =>
  createHash('sha256').update('fingerprint').update(secret).digest('hex').slice(0, 16);

export const fingerprints = (stateDir: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(readSecrets(stateDir)).map(([name, secret]) => [name, fingerprint(secret)]),
  );

/** A text that only the passphrase opens: scrypt, AES-256-GCM. */
export function seal(secrets: Secrets, passphrase: string): string {
  const [salt, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce);
  cipher.setAAD(Buffer.from(KIND));
  const plain = JSON.stringify(mapped(secrets, (secret) => secret.toString('base64')));
  const hidden = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const parts = { salt, nonce, tag: cipher.getAuthTag(), secrets: hidden };
  const said = { kind: KIND, ...mapped(parts, (part) => part.toString('base64')) };
  return `${JSON.stringify(said, null, 2)}\n`;
}

/** Throws a sentence where it is no such text, or the passphrase is another. */
export function unseal(text: string, passphrase: string): Secrets {
  const parts = partsOf(text);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, parts.salt), parts.nonce, {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(KIND));
  try {
    decipher.setAuthTag(parts.tag);
    const plain = Buffer.concat([decipher.update(parts.secrets), decipher.final()]);
    const said = JSON.parse(plain.toString('utf8')) as { [name: string]: string };
    return mapped(said, (secret) => Buffer.from(secret, 'base64'));
  } catch (error) {
    throw new Error('The passphrase is not the right one, or the file is damaged.', {
      cause: error,
    });
  }
}

function partsOf(text: string) {
  try {
    const { kind: _, ...parts } = sealed.parse(JSON.parse(text));
    return mapped(parts, (part) => Buffer.from(part, 'base64'));
  } catch (error) {
    throw new Error('This file is no export of secrets.', { cause: error });
  }
}

const keyOf = (passphrase: string, salt: Buffer) =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { ...KDF, maxmem: KDF_MEMORY });

function mapped<K extends string, A, B>(all: { [k in K]: A }, to: (one: A) => B): { [k in K]: B } {
  const entries = Object.entries<A>(all).map(([name, one]) => [name, to(one)]);
  return Object.fromEntries(entries) as { [k in K]: B };
}
