interface Hours {
  clock_in: string;
  clock_out: string | null;
  breaks: readonly { break_start: string; break_end: string | null; paid: boolean }[];
}

const HUNDREDTH_OF_AN_HOUR_MS = 36_000;
const length_ms = (start: string, end: string) => Math.max(0, Date.parse(end) - Date.parse(start));

/** Elapsed hours without unpaid breaks, to two decimal places; what runs counts until `at`. */
export function workedHours(shifts: readonly Hours[], at: string): number {
  const worked_ms = shifts.reduce((all, { clock_in, clock_out, breaks }) => {
    const end = clock_out ?? at;
    const unpaid = breaks.filter(({ paid }) => !paid);
    const off_ms = unpaid.map((one) => length_ms(one.break_start, one.break_end ?? end));
    return all + length_ms(clock_in, end) - off_ms.reduce((sum, ms) => sum + ms, 0);
  }, 0);
  return Math.round(worked_ms / HUNDREDTH_OF_AN_HOUR_MS) / 100;
}
