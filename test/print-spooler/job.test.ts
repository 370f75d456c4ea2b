import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { enqueued, expiry, freshness } from '../../services/print-spooler/age.ts';
import { type Happening, needsSomebody, progress } from '../../services/print-spooler/job.ts';

type Progress = Parameters<typeof progress>[0];

const NOW = '2026-11-23T18:30:00.000Z';
const queued = (kind: Progress['kind']): Progress => ({
  kind,
  status: 'queued',
  attempts: 0,
  problem: null,
  backup_job_id: null,
  queued_at: NOW,
});
const after = (job: Progress, ...happenings: Happening[]) => happenings.reduce(progress, job);
const lost: Happening = { what: 'lost', why: 'the connection broke' };

describe('a print job', () => {
  it('is printed only when the printer said so', () => {
    const sent = after(queued('receipt'), { what: 'begun' }, { what: 'sent' });
    assert.equal(sent.status, 'awaiting_confirm');
    const printed = after(sent, { what: 'confirmed', at: NOW });
    assert.deepEqual(printed, {
      ...queued('receipt'),
      status: 'printed',
      attempts: 1,
      printed_at: NOW,
    });
  });

  it('waits as if nothing had been when the printer left before the first byte', () => {
    const job = after(queued('receipt'), { what: 'begun' }, { what: 'unsent' });
    assert.deepEqual(job, queued('receipt'));
  });

  it('is sent again as an order ticket when nobody can know, at most five times', () => {
    let job = queued('order_ticket');
    for (let attempt = 1; attempt < 5; attempt++) {
      job = after(job, { what: 'begun' }, lost);
      assert.deepEqual([job.status, job.attempts], ['queued', attempt]);
    }
    job = after(job, { what: 'begun' }, { what: 'sent' }, lost);
    assert.deepEqual([job.status, job.attempts], ['unconfirmed', 5]);
  });

  it('stops as a receipt when nobody can know, and says why', () => {
    const job = after(queued('receipt'), { what: 'begun' }, lost);
    assert.deepEqual([job.status, job.problem], ['unconfirmed', 'the connection broke']);
    assert.ok(needsSomebody(job));
  });

  it('takes no step out of order', () => {
    const printed = { ...queued('receipt'), status: 'printed' as const };
    assert.throws(() => progress(printed, { what: 'begun' }));
    assert.throws(() => progress(queued('receipt'), { what: 'confirmed', at: NOW }));
    assert.throws(() => progress(queued('receipt'), lost));
  });

  it('is sent again only as an order ticket: anything else stops in doubt', () => {
    const kinds = ['receipt', 'order_number', 'report', 'text', 'test', 'drawer'] as const;
    for (const kind of kinds) {
      assert.equal(after(queued(kind), { what: 'begun' }, lost).status, 'unconfirmed', kind);
    }
  });

  it('in doubt is printed again, given up or found, by staff and nobody else', () => {
    const job = after(queued('receipt'), { what: 'begun' }, lost);
    const released = after(job, { what: 'released', at: NOW });
    assert.deepEqual([released.status, released.attempts, released.problem], ['queued', 1, null]);
    assert.equal(after(job, { what: 'cancelled' }).status, 'cancelled');
    assert.equal(after(job, { what: 'seen', at: NOW }).status, 'printed');
  });

  it('waits unheard, without a problem, at a printer that can confirm nothing', () => {
    const job = after(queued('receipt'), { what: 'begun' }, { what: 'sent' }, { what: 'unheard' });
    assert.deepEqual([job.status, job.problem], ['unconfirmed', null]);
    assert.ok(!needsSomebody(job));
  });

  it('that never left goes to the backup alone; one that may be there goes as well', () => {
    const over = { what: 'handed over', to: 'Bar', as: 'order_ticket-1-1-2-1' } as const;
    const gone = after(queued('order_ticket'), over);
    assert.deepEqual([gone.status, gone.problem], ['cancelled', 'It went to Bar.']);
    const stuck = after(queued('order_ticket'), { what: 'begun' }, { what: 'sent' }, over);
    assert.equal(stuck.status, 'awaiting_confirm');
    // and is not printed a third time by itself
    assert.equal(after(stuck, lost).status, 'cancelled');
  });

  it('of a drawer is over after ten seconds, of a test after a minute, of a meal never', () => {
    assert.equal(expiry('drawer', NOW), '2026-11-23T18:30:10.000Z');
    assert.equal(expiry('test', NOW), '2026-11-23T18:31:00.000Z');
    assert.equal(expiry('order_ticket', NOW), null);
  });
});

describe('an order that is heard of late', () => {
  it('is printed within 15 minutes, and waits for staff after them', () => {
    assert.equal(enqueued('2026-11-23T18:15:00.000Z', NOW).status, 'queued');
    const { status, problem } = enqueued('2026-11-23T18:14:59.999Z', NOW);
    assert.equal(status, 'held');
    assert.match(String(problem), /15 minutes/);
  });

  it('is history after a day', () => {
    assert.equal(freshness('2026-11-22T18:30:00.000Z', NOW), 'stale');
    assert.equal(freshness('2026-11-22T18:29:59.000Z', NOW), 'history');
    assert.equal(freshness('2026-11-22T18:29:59.000Z', NOW, true), 'stale'); // it has just come
  });

  it('is as good as new when the clock of the machine was set back meanwhile', () => {
    assert.equal(freshness('2026-11-23T19:30:00.000Z', NOW), 'fresh');
  });
});

describe('staff', () => {
  it('are called for a job that is held, doubtful, or kept waiting by its printer', () => {
    const needed = (status: Progress['status'], problem: string | null = null) =>
      needsSomebody({ status, problem });
    assert.ok(needed('held') && needed('unconfirmed', 'lost') && needed('queued', 'it is away'));
    assert.ok(!needed('queued') && !needed('sending', 'it is away') && !needed('printed'));
  });
});
