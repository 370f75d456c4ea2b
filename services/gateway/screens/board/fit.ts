/** How so many numbers fill a box: in so many columns, so large. */
export interface Fit {
  columns: number;
  size_px: number;
}

/** A number takes so much room, in its own size; a name below it needs more. */
const CELL = { width: 1.8, height: 1.22 };
const CELL_WITH_NAME = { width: 2.35, height: 1.56 };
/** One number alone does not fill a whole column. */
const LARGEST_SHARE = 0.3;

/** The largest size at which all of them are seen at once. */
export function fit(count: number, width: number, height: number, hasNames: boolean): Fit {
  const cell = hasNames ? CELL_WITH_NAME : CELL;
  const most = LARGEST_SHARE * Math.min(width, height);
  let best: Fit = { columns: 1, size_px: 0 };
  for (let columns = 1; columns <= Math.max(count, 1); columns++) {
    const rows = Math.max(Math.ceil(count / columns), 1);
    const size_px = Math.min(width / columns / cell.width, height / rows / cell.height, most);
    if (size_px > best.size_px) best = { columns, size_px };
  }
  return { ...best, size_px: Math.floor(best.size_px) };
}
