import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  enqueued,
  freshness,
  type Happening,
  jobId,
  needsSomebody,
  progress,
} from '../../services/print-spooler/job.ts';

type Progress = Parameters<typeof progress>[0];

const NOW = '2026-11-23T18:30:00.000Z';
const queued = (kind: Progress['kind']): Progress => ({
  kind,
  status: 'queued',
  attempts: 0,
  problem: null,
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

  it('has one name for one order, version, printer and copy', () => {
    const key = {
      kind: 'receipt',
      order_id: 12,
      order_version: 5,
      printer_id: 1,
      copy: 1,
    } as const;
    assert.equal(jobId(key), 'receipt-12-5-1-1');
    assert.notEqual(jobId({ ...key, copy: 2 }), jobId(key));
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
  });

  it('is as good as new when the clock of the machine was set back meanwhile', () => {
    assert.equal(freshness('2026-11-23T19:30:00.000Z', NOW), 'fresh');
  });
});

describe('staff', () => {
  it('are called for a job that is held, doubtful, or kept waiting by its printer', () => {
    const needed = (status: Progress['status'], problem: string | null = null) =>
      needsSomebody({ status, problem });
    assert.ok(needed('held') && needed('unconfirmed') && needed('queued', 'it is away'));
    assert.ok(!needed('queued') && !needed('sending', 'it is away') && !needed('printed'));
  });
});
