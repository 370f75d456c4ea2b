/** A cell: a figure, or words. */
export type Cell = number | string;
export type Row = Record<string, Cell>;

/** What a bench found: rows with the same columns under a title. */
export interface Table {
  title: string;
  rows: Row[];
}

/** The value below which a share of the samples lie: `percentile(samples, 0.99)`. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return sorted[index] ?? Number.NaN;
}

/** Rounded to what can be told apart in such a measurement: three digits. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(3));
}

/** Aligned columns for a terminal. */
export function printed({ title, rows }: Table): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => (line[i] ?? '').length)));
  const lines = cells.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  '),
  );
  return ['', title, ...lines.map((line) => `  ${line}`)].join('\n');
}
