/** What is kept of a backup to choose by. */
export interface Kept {
  id: string;
  made_at: string;
  bytes: number;
  proven: boolean;
}

/** As many of the newest hours, days and months (UTC) as have one keep their last backup. */
const KEEP = [
  { most: 24, length: '2026-11-28T04'.length },
  { most: 30, length: '2026-11-28'.length },
  { most: 12, length: '2026-11'.length },
];

/**
 * Which backups to delete. Kept are the newest of each of 24 hours, 30 days and 12 months, the
 * newest of all, and the newest that was proven, whatever else. Above `most_bytes` the oldest go
 * first. One that could not be proven keeps no place: a proven one of that time would need it.
 */
export function superfluous(backups: readonly Kept[], most_bytes: number): string[] {
  const newestFirst = backups.toSorted((a, b) => (a.made_at < b.made_at ? 1 : -1));
  const must = new Set([newestFirst[0]?.id, newestFirst.find(({ proven }) => proven)?.id]);
  const wanted = new Set<string | undefined>(must);
  for (const { most, length } of KEEP) {
    const filled = new Set<string>();
    for (const { id, made_at, proven } of newestFirst) {
      const time = made_at.slice(0, length);
      if (!proven || filled.has(time) || filled.size === most) continue;
      filled.add(time);
      wanted.add(id);
    }
  }
  const isMust = ({ id }: Kept) => must.has(id);
  let room = most_bytes - newestFirst.filter(isMust).reduce((all, { bytes }) => all + bytes, 0);
  let full = false;
  const goes = (one: Kept) => {
    if (isMust(one)) return false;
    if (!wanted.has(one.id)) return true;
    full ||= one.bytes > room; // what is older than one that has no room has none either
    if (!full) room -= one.bytes;
    return full;
  };
  return newestFirst.filter(goes).map(({ id }) => id);
}
