/** When a state was told, and which one of its topic it is. */
export interface Stamp {
  at: string;
  revision: number;
}

/**
 * Within one connection a retained message may arrive after the newer one that replaced it. A
 * lower revision told later in time is a server that went back to a backup: that one counts.
 */
export function newestOnly(): (topic: string, state: Stamp | undefined) => boolean {
  const newest = new Map<string, Stamp>();
  return (topic, state) => {
    const last = newest.get(topic);
    if (state && last && state.revision < last.revision && state.at <= last.at) return true;
    if (state) newest.set(topic, state);
    else newest.delete(topic);
    return false;
  };
}
