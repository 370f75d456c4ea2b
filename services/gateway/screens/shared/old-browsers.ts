/** Safari 12 and Chrome 70 lack two names that mqtt.js needs; imported before everything else. */
const page = self as unknown as {
  globalThis?: unknown;
  queueMicrotask?: (task: () => void) => void;
};

page.globalThis ??= self;
page.queueMicrotask ??= (task) => {
  const rethrow = (error: unknown) =>
    setTimeout(() => {
      throw error;
    });
  Promise.resolve().then(task).catch(rethrow);
};
