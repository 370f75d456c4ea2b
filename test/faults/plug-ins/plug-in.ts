import type { House } from '../house.ts';
import type { Load } from '../load.ts';
import type { Random } from '../random.ts';

/** One kind of fault. It is over when `run` resolves; what comes of it may take longer. */
export interface PlugIn {
  name: string;
  /** Why it cannot be tried here: the package or the right that is missing. */
  needs?(house: House): string | false;
  /** Brings it about once, while the tills go on. */
  run(house: House, random: Random, load: Load): Promise<void>;
}
