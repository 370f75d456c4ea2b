import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Config, readSecret } from '#shared/config.ts';

const CIPHER = 'aes-256-gcm';
/** What GCM is made for: a random one for each text, of which there are a few a week. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps texts so that a stick, or a copy of it, tells nobody what they are. */
export interface Safe {
  /** `place` says where it is kept: a text that was moved to another place cannot be opened. */
  seal(text: string, place: string): Buffer;
  /** Throws when it was not sealed here, for this place, or was changed. */
  open(sealed: Buffer, place: string): string;
}

/** The key lies in the state directory, not with the data. */
export function openSafe(config: Config): Safe {
  const key = readSecret(config, 'square-credentials');
  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, place) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString();
    },
  };
}
