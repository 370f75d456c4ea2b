import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openRestaurant, type Restaurant } from '../print-spooler/restaurant.ts';
import type { Printer } from '../sandbox/printer/printer.ts';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';

/** `POS_PRINT_JOBS=10000`: so many jobs; a slice of them where nobody says. */
const JOBS = Number(process.env.POS_PRINT_JOBS ?? 50);
/** `POS_FAULT_SEED`: the evening is the same again, but for what the machine does. */
const SEED = Number(process.env.POS_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Guests who come before the last ones have all their paper. */
const MOST_OPEN = 12;
/** Each order: a ticket at each of two kitchen printers, and a receipt. */
const JOBS_PER_ORDER = 3;
const SETTLES_WITHIN_MS = 240_000;

/** Mulberry32: as good as chance, and the same again for the same seed. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const draw = lots(SEED);
const between = (least: number, most: number) => least + Math.floor(draw() * (most - least + 1));

interface Row {
  seq: number;
  id: string;
  kind: string;
  order_id: number;
  printer_id: number;
  status: string;
}

let restaurant: Restaurant;
let printers: Printer[];
let kills = 0;
const faults = new Map<string, number>();
const decided = new Set<string>();

/** What can go wrong with a printer, how often in a hundred, and for how long. */
const FAULTS: [name: string, weight: number, (machine: Printer) => Promise<void>][] = [
  ['dies before it has answered', 25, async (machine) => machine.dieUnanswered()],
  ['dies in the middle', 25, async (machine) => machine.dieAfter(between(1, 900))],
  ['runs out of paper', 14, (machine) => forAWhile(machine, () => machine.setPaper('out'))],
  ['has its cover opened', 12, (machine) => forAWhile(machine, () => machine.setCover('open'))],
  ['reads nothing', 8, (machine) => forAWhile(machine, () => machine.stall(true))],
  ['is slow', 10, (machine) => forAWhile(machine, () => machine.slowDown(between(5, 60)))],
  ['answers nothing', 2, (machine) => forAWhile(machine, () => machine.keepSilent(true))],
  ['is switched off', 4, switchOffAndOn],
];

async function forAWhile(machine: Printer, goWrong: () => void): Promise<void> {
  goWrong();
  await pause(between(20, 600));
  machine.mend();
}

async function switchOffAndOn(machine: Printer): Promise<void> {
  await machine.switchOff();
  await pause(between(20, 300));
  await machine.switchOn();
}

/** One printer's bad evening. */
async function bedevil(machine: Printer, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await pause(between(20, 400));
    let lot = draw() * 100;
    const fault = FAULTS.find(([, weight]) => (lot -= weight) < 0) ?? FAULTS[0];
    if (!fault) return;
    const [name, , strike] = fault;
    faults.set(name, (faults.get(name) ?? 0) + 1);
    await strike(machine);
  }
  machine.mend();
}

async function cutPowerNowAndThen(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await pause(between(1_500, 4_000));
    await restaurant.cutPower();
    kills++;
  }
}

/** All jobs, or those that are like this: of ten thousand, not all each time. */
const rows = (where = 'true') =>
  openBooks(restaurant.house.config.POS_DATA_DIR).rows<Row>(
    'print-spooler',
    `SELECT seq, id, kind, order_id, printer_id, status FROM job WHERE ${where} ORDER BY seq`,
  );
const underWay = () => rows("status IN ('queued', 'sending', 'awaiting_confirm')");

/** A ticket that five attempts did not confirm is let go by staff, as long as it takes. */
async function letTicketsGo(): Promise<void> {
  const stuck = rows("kind = 'order_ticket' AND status = 'unconfirmed'");
  for (const { id } of stuck) {
    decided.add(id);
    await restaurant.ask('retry_job', { job_id: id });
  }
}

/** A whole paper as it came out: which job it is of, and whether it is headed as a second one. */
interface Copy {
  kind: string;
  order_id: number;
  headed: boolean;
}

function copiesOn(machine: Printer): Copy[] {
  return machine.papers().flatMap((text) => {
    const headed = text.includes('POSSIBLE DUPLICATE');
    const ticket = /^Order (\d+) .*\nSent \d/m.exec(text);
    if (ticket) return [{ kind: 'order_ticket', order_id: Number(ticket[1]), headed }];
    const receipt = /Receipt (\d+)\n\s*\S/.exec(text); // not torn within its number
    return receipt ? [{ kind: 'receipt', order_id: Number(receipt[1]), headed }] : [];
  });
}

describe('printers failed at random, and the print server was killed', {
  timeout: 3_600_000,
}, () => {
  const orders = Math.ceil(JOBS / JOBS_PER_ORDER);
  before(async () => {
    restaurant = await openRestaurant({ name: ['EPSON', 'TM-m30III'], torn: true });
    const grill = await restaurant.addPrinter(
      { name: 'Grill', order_tickets: true },
      { name: ['BIXOLON', 'SRP-350'], torn: true },
    );
    printers = [restaurant.printer, grill.machine];
    let isOver = false;
    const trouble = [
      ...printers.map((machine) => bedevil(machine, () => isOver)),
      cutPowerNowAndThen(() => isOver),
    ];
    for (let id = 1; id <= orders; id++) {
      await restaurant.orders.send(id, ((id - 1) % 99) + 1);
      await restaurant.orders.close(id, ((id - 1) % 99) + 1);
      while (underWay().length >= MOST_OPEN) {
        await letTicketsGo();
        await pause(20);
      }
    }
    isOver = true;
    await Promise.all(trouble);
    for (const machine of printers) machine.dieAfter(Number.POSITIVE_INFINITY);
    const end = performance.now() + SETTLES_WITHIN_MS;
    while (rows().length < JOBS_PER_ORDER * orders || underWay().length > 0) {
      if (performance.now() > end) break; // a test below says what is stuck
      await letTicketsGo();
      await pause(50);
    }
  });
  after(() => restaurant.close());

  it('and nothing is stuck', (t) => {
    t.diagnostic(`seed ${SEED}: ${rows().length} jobs, ${kills} kills`);
    t.diagnostic([...faults].map(([name, times]) => `${name}: ${times}`).join(', '));
    assert.equal(rows().length, JOBS_PER_ORDER * orders);
    assert.deepEqual(underWay(), []);
    const strange = rows().filter(({ kind, status }) => {
      return status !== 'printed' && !(kind === 'receipt' && status === 'unconfirmed');
    });
    assert.deepEqual(strange, []);
  });

  it('and every ticket is on paper at each of its printers', () => {
    for (const [i, machine] of printers.entries()) {
      const found = new Set(
        copiesOn(machine).flatMap(({ kind, order_id }) => (kind === 'receipt' ? [] : [order_id])),
      );
      const missing = rows().filter(
        ({ kind, order_id, printer_id }) =>
          kind === 'order_ticket' && printer_id === i + 1 && !found.has(order_id),
      );
      assert.deepEqual(missing, []);
    }
  });

  it('and every possible second copy of a ticket is headed so', () => {
    for (const machine of printers) {
      const plain = copiesOn(machine).filter(({ kind, headed }) => kind !== 'receipt' && !headed);
      const orderIds = plain.map(({ order_id }) => order_id);
      assert.equal(new Set(orderIds).size, orderIds.length);
    }
  });

  it('and no receipt is doubled; what is printed is there', () => {
    const receipts = printers.flatMap(copiesOn).filter(({ kind }) => kind === 'receipt');
    const orderIds = receipts.map(({ order_id }) => order_id);
    assert.equal(new Set(orderIds).size, orderIds.length);
    const missing = rows().filter(({ kind, status, order_id }) => {
      return kind === 'receipt' && status === 'printed' && !orderIds.includes(order_id);
    });
    assert.deepEqual(missing, []);
  });

  it('and each printer kept the order in which its jobs came', () => {
    for (const [i, machine] of printers.entries()) {
      const jobs = rows().filter(({ printer_id }) => printer_id === i + 1);
      const seq = new Map(jobs.map((job) => [`${job.kind} ${job.order_id}`, job]));
      const first = new Map<string, Row>();
      for (const { kind, order_id } of copiesOn(machine)) {
        const job = seq.get(`${kind} ${order_id}`);
        if (job && !decided.has(job.id) && !first.has(job.id)) first.set(job.id, job);
      }
      const order = [...first.values()].map((job) => job.seq);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
    }
  });

  it('and the journal is one unbroken chain', async () => {
    await until('nothing is written any more', () => underWay().length === 0);
    assert.deepEqual(openBooks(restaurant.house.config.POS_DATA_DIR).brokenChains(), []);
  });
});
