/** A Pi's clock jumps when it first hears the time: what is due is looked for this often. */
const LOOK_AGAIN_MS = 30_000;

export type Timer = ReturnType<typeof openTimer>;

/** Rings when an instant has come that `next` names; `set` after that has changed. */
export function openTimer(next: () => string | null, ring: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function set(): void {
    clearTimeout(timer);
    if (stopped) return;
    const due = next();
    const left_ms = due === null ? LOOK_AGAIN_MS : Date.parse(due) - Date.now();
    if (left_ms > 0) timer = setTimeout(set, Math.min(left_ms, LOOK_AGAIN_MS)).unref();
    else void ring().then(set, setLater);
  }
  /** The storage failed: the process ends, or will be able to later. */
  function setLater(): void {
    if (!stopped) timer = setTimeout(set, LOOK_AGAIN_MS).unref();
  }
  set();
  return {
    set,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
