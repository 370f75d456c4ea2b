import { type Bus, connectBus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { Log } from '#shared/log.ts';

/** An external broker sends everything retained within this after a subscription. */
const RETAINED_WITHIN_MS = 3_000;

/** With an external broker: what the services show there is shown to the screens here. */
export function bridgeToScreens(config: Config, log: Log, screens: Bus): Pick<Bus, 'close'> {
  const outside = connectBus('gateway-screens', config, log);
  const heard = new Map<string, number>();
  let life = 0;
  function forward(message: string, topic: string): void {
    if (message) heard.set(topic, life);
    else heard.delete(topic);
    screens.publish(topic, message, true);
  }
  /** What was cleared while we were away was not sent again after the reconnect. */
  function clearUnheard(): void {
    for (const [topic, when] of heard) if (when < life) forward('', topic);
  }
  screens.onConnect(() => outside.subscribe('pos/now/#', forward));
  outside.onConnect(() => {
    life++;
    setTimeout(clearUnheard, RETAINED_WITHIN_MS).unref();
  });
  return { close: async () => void (await Promise.all([outside.close(), screens.close()])) };
}
