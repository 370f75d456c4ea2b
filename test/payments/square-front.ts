import type { Front } from '../support/front.ts';
import { openFront } from '../support/front.ts';
import { type LocalSquare, startSquare } from '../sandbox/square/square.ts';

/** A house with a front whose cards go to a Square of our own. */
export interface SquareFront {
  front: Front;
  square: LocalSquare;
  /** What the house was started with. */
  env: NodeJS.ProcessEnv;
  /** Ada is an admin, Ben is not. */
  ada: string;
  ben: string;
  close(): Promise<void>;
}

/** What the environment says for a stand-in. */
export const localEnv = (square: LocalSquare): NodeJS.ProcessEnv => ({
  SQUARE_ENVIRONMENT: 'local',
  SQUARE_BASE_URL: square.url,
  SQUARE_ACCESS_TOKEN: square.access_token,
  SQUARE_LOCATION_ID: square.location_id,
});

export async function openSquareFront(
  envOf: (square: LocalSquare) => NodeJS.ProcessEnv = localEnv,
  settings: Parameters<typeof startSquare>[0] = {},
): Promise<SquareFront> {
  const square = await startSquare(settings);
  const env = envOf(square);
  const services = ['catalog', 'staff', 'orders', 'payments'];
  const front = await openFront(services, env).catch(async (error) => {
    await square.close();
    throw error;
  });
  const [ada, ben] = [await front.login('2468'), await front.login('1357', 'bar')];
  return {
    front,
    square,
    env,
    ada,
    ben,
    async close() {
      await front.close();
      await square.close();
    },
  };
}
