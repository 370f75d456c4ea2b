import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { KitchenSettings } from '#shared/contracts/screens.ts';
import { drawBoard } from './board.ts';
import type { Stations } from './station-store.ts';
import type { HungTicket } from './ticket.ts';
import type { Tickets } from './ticket-store.ts';

/** A Pi's clock jumps when it first hears the time: numbers are looked through this often. */
const LOOK_AGAIN_MS = 30_000;
/** A kitchen that cooks from paper bumps nothing: nobody waits as long as this for a dish. */
const WAITED_FOR_MS = 6 * 3600_000;

const { board: BOARD } = printSpooler.shows;

interface House {
  bus: Bus;
  tickets: Tickets;
  stations: Stations;
  settings: () => KitchenSettings;
}

/** The board on the wall, that guests look at: drawn anew when a number comes, moves or goes. */
export function openWall({ bus, tickets, stations, settings }: House) {
  /** How long a number stays after it was ready. */
  const clearsAfter_s = () => settings().board_clears_after_s;
  /** Of each order that is on the board: all its tickets. */
  const called = new Map<number, HungTicket[]>();
  let timer: NodeJS.Timeout | undefined;
  let shown = '';

  const times = () => {
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    return { sent_since: ago(WAITED_FOR_MS), ready_since: ago(clearsAfter_s() * 1_000) };
  };
  function draw(): void {
    clearTimeout(timer);
    const expo_ids = stations.all().flatMap(({ id, is_expo }) => (is_expo ? [id] : []));
    const board = drawBoard([...called.values()].flat(), { expo_ids, ...times() });
    const { preparing, ready } = board;
    const told = new Set([...preparing, ...ready].map(({ order_id }) => order_id));
    for (const id of called.keys()) if (!told.has(id)) called.delete(id);
    const drawn = JSON.stringify(board);
    if (drawn !== shown) bus.show(BOARD, {}, board);
    shown = drawn;
    const oldest = ready.at(-1);
    const goes_ms = oldest ? Date.parse(oldest.since) + clearsAfter_s() * 1_000 : Infinity;
    const left_ms = Math.max(goes_ms - Date.now(), 0);
    timer = setTimeout(draw, Math.min(left_ms + 1, LOOK_AGAIN_MS)).unref();
  }
  function look(order_id: number): void {
    called.set(order_id, tickets.ofOrder(order_id));
  }

  tickets.calledOrders(times()).forEach(look);
  draw();
  bus.ownShows([BOARD]);
  return {
    /** After a commit, before `draw`: a ticket of an order is another than before. */
    orderChanged: look,
    draw,
    stop: () => clearTimeout(timer),
  };
}
