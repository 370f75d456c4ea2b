import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openUnfiled } from '#shared/unfiled.ts';

describe('a reply that stands in no file', () => {
  it('is there for as long as its asker waits, and gone when looked after', () => {
    let now_ms = 0;
    const unfiled = openUnfiled(() => now_ms);
    unfiled.keep('login', 'a token', 10_000);
    unfiled.keep('long', 'a refusal', 40_000);
    now_ms = 10_000;
    unfiled.forget();
    assert.equal(unfiled.recall('login'), 'a token');
    now_ms = 10_001;
    unfiled.forget();
    assert.deepEqual(['login', 'long'].map(unfiled.recall), [undefined, 'a refusal']);
  });

  it('makes way for newer ones when there are 5,000', () => {
    const unfiled = openUnfiled();
    for (let i = 0; i <= 5_000; i++) unfiled.keep(`reply ${i}`, 'text', 1_000);
    assert.deepEqual(['reply 0', 'reply 1'].map(unfiled.recall), [undefined, 'text']);
  });
});
