import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AuditEntry } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';
import { auditPage, type Look } from '../../services/gateway/audit.ts';

/** Entries of one service at these seconds, numbered from 1. */
const journal = (seconds: number[]): AuditEntry[] =>
  seconds.map((s, i) => ({
    seq: i + 1,
    at: new Date(Date.UTC(2026, 10, 23) + s * 1000).toISOString(),
    actor: { staff_id: 1, till: 'main' },
    type: 'jar_added',
    body: {},
  }));

/** Looks through `chunk` entries at once and finds those that are wanted. */
function looking(
  journals: Record<string, AuditEntry[]>,
  { chunk = 3, wanted = (entry: AuditEntry) => entry.seq > 0, looks = { count: 0 } } = {},
): Look {
  return async (service, before = Number.MAX_SAFE_INTEGER) => {
    looks.count++;
    const older = (journals[service] ?? []).filter(({ seq }) => seq < before).toReversed();
    const seen = older.slice(0, chunk);
    const entries = seen.filter(wanted);
    const last = seen.at(-1)?.seq ?? 1;
    return { entries, before: last > 1 ? last : 0 };
  };
}
async function allPages(services: string[], look: Look, limit: number) {
  const pages = [await auditPage(services, look, limit)];
  for (let cursor = pages[0]?.next_cursor; cursor; cursor = pages.at(-1)?.next_cursor) {
    pages.push(await auditPage(services, look, limit, cursor));
  }
  return pages;
}

describe('the audit', () => {
  const journals = { staff: journal([1, 4, 6]), orders: journal([2, 3, 5, 7]) };
  const services = Object.keys(journals);

  it('tells what happened in all services, newest first', async () => {
    const { entries, next_cursor } = await auditPage(services, looking(journals), 50);
    const told = entries.map(({ service, seq }) => `${service} ${seq}`);
    assert.deepEqual(told.slice(0, 3), ['orders 4', 'staff 3', 'orders 3']);
    assert.equal(told.length, 7);
    assert.equal(next_cursor, undefined);
  });

  it('goes on where a page ended, with none twice and none left out', async () => {
    const times = fc.array(fc.nat(100), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(times, times, fc.integer({ min: 1, max: 7 }), async (a, b, limit) => {
        const some = { staff: journal(a), orders: journal(b) };
        const pages = await allPages(services, looking(some), limit);
        const told = pages.flatMap(({ entries }) => entries);
        for (const service of services) {
          const seqs = told.filter((one) => one.service === service).map(({ seq }) => seq);
          const expected = some[service as 'staff'].map(({ seq }) => seq).toReversed();
          assert.deepEqual(seqs, expected);
        }
        for (const page of pages.slice(0, -1)) assert.equal(page.entries.length, limit);
      }),
    );
  });

  it('that finds little in a long journal stops, and says where to go on', async () => {
    const long = { staff: journal(Array.from({ length: 400 }, (_, i) => i)), orders: journal([9]) };
    const looks = { count: 0 };
    const look = looking(long, { wanted: ({ seq }) => seq === 1, looks });
    const first = await auditPage(services, look, 50);
    assert.ok(looks.count <= 51, String(looks.count));
    assert.ok(first.next_cursor);
    const found = (await allPages(services, look, 50)).flatMap(({ entries }) => entries);
    assert.deepEqual(
      found.map(({ service, seq }) => [service, seq]),
      [
        ['orders', 1],
        ['staff', 1],
      ],
    );
  });

  it('refuses a cursor that is not one of its own', async () => {
    for (const cursor of ['x', 'bnVsbA', Buffer.from('{"staff":-1}').toString('base64url')]) {
      await assert.rejects(auditPage(services, looking(journals), 5, cursor), (error) => {
        assert.ok(error instanceof PosError);
        assert.equal(error.info.errors?.[0]?.field, 'cursor');
        return true;
      });
    }
  });
});
