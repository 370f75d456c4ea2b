import type { DrawerMovement, DrawerSession } from '#shared/contracts/drawer.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import { type DrawerSums, expectedIn, sumsOf } from './drawer.ts';

/** A session whose sums are all there. */
export type Drawer = DrawerSession & DrawerSums & { expected: Cents };

/** A movement before it has an id; `announced` is the hash of orders' entry, where there is one. */
export type NewMovement = Pick<DrawerMovement, 'kind' | 'amount' | 'staff_id' | 'at'> &
  Partial<DrawerMovement> & { announced?: string };

interface Opening {
  till: string;
  opened_by_itself: boolean;
  opened_at: string;
  opened_by: number | null;
}

interface Closing extends DrawerSums {
  id: number;
  counted: Cents;
  closed_at: string;
  closed_by: number;
  closing_key: string;
}

interface Wanted {
  till?: string;
  status?: DrawerSession['status'];
  limit: number;
  cursor?: number;
}

export type DrawerStore = ReturnType<typeof openDrawerStore>;

/** Drawers and what moved in them. */
export function openDrawerStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM drawer_session WHERE id = ?');
  const openOf = sql("SELECT * FROM drawer_session WHERE till = ? AND status = 'open'");
  const allOpen = sql("SELECT * FROM drawer_session WHERE status = 'open'");
  const closedBy = sql('SELECT * FROM drawer_session WHERE closing_key = ?');
  const list = sql(
    `SELECT * FROM drawer_session
     WHERE (@till IS NULL OR till = @till)
       AND (@status IS NULL OR status = @status)
       AND (@cursor IS NULL OR id < @cursor)
     ORDER BY id DESC LIMIT @limit`,
  );
  const begin = sql(
    `INSERT INTO drawer_session (till, opened_by_itself, opened_at, opened_by)
     VALUES (@till, @opened_by_itself, @opened_at, @opened_by)`,
  );
  const move = sql(
    `INSERT INTO drawer_movement (session_id, kind, amount, cash_tendered, change_due, reason,
       order_id, payment_id, refund_id, staff_id, at, announced)
     VALUES (@session_id, @kind, @amount, @cash_tendered, @change_due, @reason, @order_id,
       @payment_id, @refund_id, @staff_id, @at, @announced)`,
  );
  const add = sql(
    `UPDATE drawer_session SET float = float + @float, cash_sales = cash_sales + @cash_sales,
       cash_refunds = cash_refunds + @cash_refunds, pay_ins = pay_ins + @pay_ins,
       pay_outs = pay_outs + @pay_outs, no_sales = no_sales + @no_sales WHERE id = @id`,
  );
  const close = sql(
    `UPDATE drawer_session SET status = 'closed', float = @float, cash_sales = @cash_sales,
       cash_refunds = @cash_refunds, pay_ins = @pay_ins, pay_outs = @pay_outs,
       no_sales = @no_sales, counted = @counted, closed_at = @closed_at, closed_by = @closed_by,
       closing_key = @closing_key WHERE id = @id`,
  );
  const movement = sql('SELECT * FROM drawer_movement WHERE id = ?');
  const movements = sql('SELECT * FROM drawer_movement WHERE session_id = ? ORDER BY id');
  const knows = sql('SELECT 1 FROM drawer_movement WHERE announced = ?');
  const moved = sql(
    `SELECT kind, sum(amount) AS amount, count(*) AS times FROM drawer_movement
     WHERE session_id = ? GROUP BY kind`,
  );
  const nothing = {
    cash_tendered: null,
    change_due: null,
    reason: null,
    order_id: null,
    payment_id: null,
    refund_id: null,
    announced: null,
  };

  return {
    find: (id: number) => drawerOf(find.get(id)),
    openOf: (till: string) => drawerOf(openOf.get(till)),
    allOpen: () => allOpen.all().map((row) => drawerOf(row) as Drawer),
    /** The session that a question has closed already, before a restart. */
    closedBy: (key: string) => drawerOf(closedBy.get(key)),
    /** Newest first; `cursor` is the id after which to go on. */
    list: ({ till, status, limit, cursor }: Wanted) =>
      list.all(toRow({ till, status, limit, cursor })).map((row) => drawerOf(row) as Drawer),
    begin: (opening: Opening) => Number(begin.run(toRow(opening)).lastInsertRowid),
    /** Whether this entry of orders has moved its cash. */
    knows: (announced: string) => knows.get(announced) !== undefined,
    /** Puts the movement down and adds it to the sums of its session. */
    move(session_id: number, fresh: NewMovement): DrawerMovement {
      const { lastInsertRowid } = move.run(toRow({ ...nothing, ...fresh, session_id }));
      add.run(toRow({ ...sumsOf([{ ...fresh, times: 1 }]), id: session_id }));
      return movement.get(lastInsertRowid) as DrawerMovement;
    },
    movementsOf: (session_id: number) => movements.all(session_id) as DrawerMovement[],
    /** All movements of a session added up anew. */
    recount: (session_id: number) => sumsOf(moved.all(session_id) as Parameters<typeof sumsOf>[0]),
    close: (closing: Closing) => void close.run(toRow(closing)),
  };
}

function drawerOf(row: unknown): Drawer | undefined {
  if (!row) return undefined;
  const drawer = fromRow<Drawer>(row, ['opened_by_itself']);
  const expected = expectedIn(drawer);
  const { counted } = drawer;
  const over_short = counted === null ? null : cents(counted - expected);
  return { ...drawer, expected, over_short };
}
