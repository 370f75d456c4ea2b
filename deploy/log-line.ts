interface Entry {
  time?: string;
  level?: string;
  service?: string;
  msg?: string;
  problem?: string;
  err?: { message?: string };
}

function read(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry ? (entry as Entry) : undefined;
  } catch {
    return undefined; // pm2's and the start's own lines are plain text
  }
}

/** A line of the log as people read it; undefined where it is of another service. */
export function readable(line: string, service?: string): string | undefined {
  const entry = read(line);
  if (!entry) return service || line.trim() === '' ? undefined : line;
  if (service && entry.service !== service) return undefined;
  const { time = '', level = '', msg = '', problem, err } = entry;
  const told = [msg, problem, err?.message].filter(Boolean).join(': ');
  return `${time} ${(entry.service ?? '').padEnd(13)} ${level.padEnd(5)} ${told}`.trimEnd();
}
