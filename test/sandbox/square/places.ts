import type { Inside } from './inside.ts';
import { notFound } from './refusal.ts';
import type { Route } from './route.ts';

const READ = ['MERCHANT_PROFILE_READ'];
const OPENED = '2024-01-01T00:00:00.000Z';

/** The one location, which takes cards, and the merchant that it belongs to. */
export function placeRoutes({ settings }: Inside): Route[] {
  const location = () => ({
    id: settings.location_id,
    name: 'Local Square',
    status: 'ACTIVE',
    type: 'PHYSICAL',
    capabilities: ['CREDIT_CARD_PROCESSING', 'AUTOMATIC_TRANSFERS'],
    merchant_id: settings.merchant_id,
    business_name: 'Local Square',
    country: settings.country,
    currency: settings.currency,
    language_code: 'en-US',
    timezone: 'America/New_York',
    mcc: '5812',
    created_at: OPENED,
  });
  const merchant = () => ({
    id: settings.merchant_id,
    business_name: 'Local Square',
    country: settings.country,
    language_code: 'en-US',
    currency: settings.currency,
    status: 'ACTIVE',
    main_location_id: settings.location_id,
    created_at: OPENED,
  });
  return [
    {
      name: 'ListLocations',
      method: 'GET',
      path: '/v2/locations',
      scopes: READ,
      response: 'ListLocationsResponse',
      handle: () => ({ locations: [location()] }),
    },
    {
      name: 'RetrieveLocation',
      method: 'GET',
      path: '/v2/locations/:location_id',
      scopes: READ,
      response: 'GetLocationResponse',
      handle({ params }) {
        const { location_id } = params;
        if (location_id !== 'main' && location_id !== settings.location_id) {
          throw notFound(`Location ${location_id}`);
        }
        return { location: location() };
      },
    },
    {
      name: 'ListMerchants',
      method: 'GET',
      path: '/v2/merchants',
      scopes: READ,
      response: 'ListMerchantsResponse',
      handle: () => ({ merchant: [merchant()] }),
    },
    {
      name: 'RetrieveMerchant',
      method: 'GET',
      path: '/v2/merchants/:merchant_id',
      scopes: READ,
      response: 'GetMerchantResponse',
      handle({ params }) {
        const { merchant_id } = params;
        if (merchant_id !== 'me' && merchant_id !== settings.merchant_id) {
          throw notFound(`Merchant ${merchant_id}`);
        }
        return { merchant: merchant() };
      },
    },
  ];
}
