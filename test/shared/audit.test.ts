import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { type AuditFilter, everyService } from '#shared/contracts/service.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

let house: House;
let service: Larder;
/** An instant so many seconds after the first jar. */
const at = (s: number) => new Date(Date.UTC(2026, 10, 23) + s * 1000).toISOString();

before(async () => {
  house = await openHouse([]);
  service = openLarder(house);
  await until('the larder is connected', () => service.bus.connected);
  await service.database.transact(() => {
    for (let i = 1; i <= 2_500; i++) {
      const jar = { id: i, name: 'plums', cost: cents(199) };
      const actor = i === 1 ? { staff_id: 9, till: 'bar', approved_by: 8 } : { staff_id: 1 };
      service.journal.announce('jar_added', jar, actor, at(i));
    }
  });
});
after(async () => {
  await service.close();
  await house.close();
});
const audit = (wanted: Partial<AuditFilter> & { before?: number }) =>
  house.asker.ask(everyService, 'audit', { limit: 50, ...wanted }, { service: 'larder' });

describe("a journal's part of the audit", { timeout: 300_000 }, () => {
  it('is newest first, as many as are wanted, and says where to go on', async () => {
    const { entries, before: next } = await audit({ limit: 2 });
    assert.deepEqual([entries.map(({ seq }) => seq), next], [[2_500, 2_499], 2_499]);
    const second = await audit({ limit: 2, before: next });
    assert.deepEqual(
      second.entries.map(({ seq }) => seq),
      [2_498, 2_497],
    );
    assert.deepEqual(entries[0]?.body, { id: 2_500, name: 'plums', cost: 1.99 });
  });

  it('ends at the beginning', async () => {
    const { entries, before: next } = await audit({ before: 3 });
    assert.deepEqual([entries.map(({ seq }) => seq), next], [[2, 1], 0]);
    assert.deepEqual(await audit({ before: 0 }), { entries: [], before: 0 });
  });

  it('looks through two thousand entries at once, found or not', async () => {
    const first = await audit({ actor: 9 });
    assert.deepEqual(first, { entries: [], before: 501 });
    const { entries, before: next } = await audit({ actor: 9, before: first.before });
    assert.deepEqual([entries.map(({ seq }) => seq), next], [[1], 0]);
  });

  it('finds who let somebody, what happened at a till, and what lies in a time', async () => {
    const found = async (wanted: Partial<AuditFilter>) =>
      (await audit({ ...wanted, before: 10 })).entries.map(({ seq }) => seq);
    assert.deepEqual(await found({ actor: 8 }), [1]);
    assert.deepEqual(await found({ till: 'bar' }), [1]);
    assert.deepEqual(await found({ type: 'jar_broken' }), []);
    assert.deepEqual(await found({ since: at(4), until: at(6) }), [6, 5, 4]);
  });

  it('is not looked through beyond what can be wanted, but for a clock set back', async () => {
    assert.deepEqual(await audit({ since: at(2 * 86_400) }), { entries: [], before: 0 });
    assert.deepEqual(await audit({ since: at(86_400) }), { entries: [], before: 501 });
  });
});
