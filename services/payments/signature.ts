import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether Square has signed this text for this address; both to the letter. */
export function isSigned(text: string, address: string, key: string, signature: string): boolean {
  const right = createHmac('sha256', key)
    .update(address + text)
    .digest('base64');
  // compared as texts: Node reads over what stands behind the end of a base64
  const [one, other] = [Buffer.from(right), Buffer.from(signature)];
  return one.length === other.length && timingSafeEqual(one, other);
}
