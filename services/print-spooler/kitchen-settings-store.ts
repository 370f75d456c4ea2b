import type { KitchenSettings } from '#shared/contracts/screens.ts';
import type { Connection } from '#shared/storage.ts';
import { KITCHEN_SETTINGS_AT_FIRST } from './kitchen-settings.ts';

/** How the screens work; one row once somebody has said so. */
export function openKitchenSettings(connection: Connection) {
  const read = connection.prepare<[], string>('SELECT settings FROM kitchen_settings').pluck();
  const forget = connection.prepare('DELETE FROM kitchen_settings');
  const write = connection.prepare('INSERT INTO kitchen_settings VALUES (?)');
  return {
    read(): KitchenSettings {
      const kept = read.get();
      return { ...KITCHEN_SETTINGS_AT_FIRST, ...(kept ? (JSON.parse(kept) as object) : {}) };
    },
    write(settings: KitchenSettings): void {
      forget.run();
      write.run(JSON.stringify(settings));
    },
  };
}
