import type { Config } from '#shared/config.ts';

/** The Square account that cards are charged for. */
export interface Account {
  environment: 'sandbox' | 'production' | 'local';
  base_url: string;
  access_token: string;
  location_id: string;
  application_id: string | null;
}

/** Where the two Squares live; a local one is wherever it was said to be. */
const ADDRESSES = {
  sandbox: 'https://connect.squareupsandbox.com',
  production: 'https://connect.squareup.com',
};

/** The demo's own, as `test/sandbox/square` is when nobody says otherwise. */
const DEMO = {
  environment: 'local',
  access_token: 'local-square-token',
  location_id: 'LOCALLOCATION',
  application_id: 'local-square-app',
} as const;

/** Where an environment is; undefined where it is another one than was said at the start. */
export function addressOf(
  environment: Account['environment'],
  { SQUARE_ENVIRONMENT: said, SQUARE_BASE_URL, POS_DEMO, POS_DEMO_SQUARE_PORT }: Config,
): string | undefined {
  if (said && said !== environment) return undefined;
  if (environment !== 'local') return ADDRESSES[environment];
  if (said) return SQUARE_BASE_URL;
  return POS_DEMO ? `http://127.0.0.1:${POS_DEMO_SQUARE_PORT}` : undefined;
}

/**
 * The account that the environment names, in the demo the local Square's; undefined when it is not
 * named wholly: nothing reaches the real Square by itself.
 */
export function accountOf(config: Config): Account | undefined {
  const { SQUARE_ENVIRONMENT: environment, SQUARE_ACCESS_TOKEN: access_token } = config;
  if (config.POS_DEMO && !environment) {
    return { ...DEMO, base_url: addressOf('local', config) as string };
  }
  const location_id = config.SQUARE_LOCATION_ID;
  if (!environment || !access_token || !location_id) return undefined;
  const base_url = addressOf(environment, config);
  if (!base_url) return undefined;
  const application_id = config.SQUARE_APPLICATION_ID ?? null;
  return { environment, base_url, access_token, location_id, application_id };
}
