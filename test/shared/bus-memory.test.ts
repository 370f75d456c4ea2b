import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';

/** As a till's cart and a kitchen's ticket have them, and each a length of its own. */
const LENGTHS = Array.from({ length: 3_000 }, (_, i) => 200 + i);
/** What 3,000 times four bytes may hold on to; before they were cut short it was 8 MB. */
const MOST_BYTES = 1_000_000;

describe('the bus', { timeout: 300_000 }, () => {
  it('holds on to nothing for each new length of a message', async () => {
    const house = await openHouse([]);
    try {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const held = () => {
        collect();
        return process.memoryUsage().arrayBuffers;
      };
      let heard = 0;
      house.bus.subscribe('pos/lengths/did/+', () => heard++);
      await until('the bus is connected', () => house.bus.connected);
      house.bus.publish('pos/lengths/did/first', 'x');
      await until('it is heard', () => heard === 1);
      const before = held();
      for (const length of LENGTHS) house.bus.publish('pos/lengths/did/one', 'x'.repeat(length));
      await until('all are heard', () => heard === 1 + LENGTHS.length);
      await until('what was said is let go', () => held() - before < MOST_BYTES, 10_000).catch(() =>
        assert.fail(`${held() - before} bytes are held`),
      );
    } finally {
      await house.close();
    }
  });
});
