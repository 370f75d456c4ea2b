import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { divideHalfUp, shareOut, sum } from '../../services/orders/price.ts';

describe('a share-out', () => {
  it('gives what is over to the largest remainder, and of equals to the first', () => {
    assert.deepEqual(shareOut(100, [1n, 1n, 1n]), [34, 33, 33]);
    assert.deepEqual(shareOut(2, [1n, 3n, 1n, 3n]), [0, 1, 0, 1]);
    assert.deepEqual(shareOut(5, [0n, 1n, 0n]), [0, 5, 0]);
    assert.deepEqual(shareOut(0, [0n, 0n]), [0, 0]);
  });

  it('always sums to the whole, each share within a cent of what is fair', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1 });
    fc.assert(
      fc.property(fc.nat(1_000_000_000), weights, (whole, all) => {
        const total = all.reduce((a, b) => a + b, 0n);
        const shares = shareOut(whole, all);
        assert.equal(sum(shares), total === 0n ? 0 : whole);
        for (const [i, share] of shares.entries()) {
          const off = BigInt(share) * total - BigInt(whole) * (all[i] as bigint);
          assert.ok(off < total || total === 0n);
          assert.ok(off > -total || total === 0n);
        }
      }),
    );
  });
});

describe('half a cent', () => {
  it('is rounded up', () => {
    const halves = [1n, 3n, 5n, 10n ** 21n + 1n].map((n) => divideHalfUp(n, 2n));
    assert.deepEqual(halves, [1, 2, 3, 5e20 + 1]);
    assert.equal(divideHalfUp(125n, 1000n), 0);
    assert.equal(divideHalfUp(125n, 10n), 13);
  });
});
