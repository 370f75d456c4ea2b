import assert from 'node:assert/strict';
import { PosError } from '#shared/errors.ts';

/** That what was asked is refused with a code; the refusal. */
export async function refusal(asked: Promise<unknown>, code: string): Promise<PosError> {
  const error = await asked.then(
    () => assert.fail('was not refused'),
    (reason: unknown) => reason as PosError,
  );
  assert.ok(error instanceof PosError, String(error));
  assert.equal(error.code, code);
  return error;
}
