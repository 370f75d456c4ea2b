import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  pid: number;
  /** Time of the processor, in µs: a machine that is busy with others does not count. */
  tdur?: number;
  args?: { name?: string };
}

/** Writes down a page's tasks from now on; resolves with how many ms each kept the page busy. */
export async function watchTasks(page: Page): Promise<() => Promise<number[]>> {
  const browser = page.context().browser() as Browser;
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    const trace = (await browser.stopTracing()).toString();
    const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
    const named = traceEvents.filter(({ name }) => name === 'process_name');
    const pages = named.filter(({ args }) => args?.name === 'Renderer').map(({ pid }) => pid);
    const tasks = traceEvents.filter(({ name, pid, tdur }) => {
      return name.endsWith('RunTask') && pages.includes(pid) && tdur !== undefined;
    });
    return tasks.map(({ tdur = 0 }) => tdur / 1_000);
  };
}
