import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { drawBoard } from './board.ts';
import { KITCHEN_SETTINGS_AT_FIRST } from './kitchen-settings.ts';
import type { Stations } from './station-store.ts';
import type { Tickets } from './ticket-store.ts';

/** A Pi's clock jumps when it first hears the time: numbers are looked through this often. */
const LOOK_AGAIN_MS = 30_000;
/** A kitchen that cooks from paper bumps nothing: nobody waits as long as this for a dish. */
const WAITED_FOR_MS = 6 * 3600_000;

const { board: BOARD } = printSpooler.shows;

export type Wall = ReturnType<typeof openWall>;

interface House {
  bus: Bus;
  tickets: Tickets;
  stations: Stations;
  /** How long a number stays after it was ready. */
  clearsAfter_s?: () => number;
}

/** The board on the wall, that guests look at: drawn anew when a number comes, moves or goes. */
export function openWall({ bus, tickets, stations, ...settings }: House) {
  const { clearsAfter_s = () => KITCHEN_SETTINGS_AT_FIRST.board_clears_after_s } = settings;
  let timer: NodeJS.Timeout | undefined;
  let shown = '';

  function draw(): void {
    clearTimeout(timer);
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    const clears_ms = clearsAfter_s() * 1_000;
    const ready_since = ago(clears_ms);
    const called = tickets.called({ sent_since: ago(WAITED_FOR_MS), bumped_since: ready_since });
    const all = stations.all();
    const expo_ids = all.filter(({ is_expo }) => is_expo).map(({ id }) => id);
    const board = drawBoard(called, { expo_ids, ready_since });
    if (JSON.stringify(board) !== shown) bus.show(BOARD, {}, board);
    shown = JSON.stringify(board);
    const next = board.ready.at(-1);
    const left_ms = next ? Date.parse(next.since) + clears_ms - Date.now() : LOOK_AGAIN_MS;
    timer = setTimeout(draw, Math.min(Math.max(left_ms, 0) + 1, LOOK_AGAIN_MS)).unref();
  }

  draw();
  bus.ownShows([BOARD]);
  return { draw, stop: () => clearTimeout(timer) };
}
