import { type Create, createCode, deviceOf, findCode, pairedCodes } from './devices.ts';
import type { Inside } from './inside.ts';
import { page } from './page.ts';
import { notFound } from './refusal.ts';
import type { Route } from './route.ts';

const DEVICES_READ = ['DEVICES_READ'];
const PAIRING = ['DEVICE_CREDENTIAL_MANAGEMENT'];

/** What can be asked about terminals and the codes that pair them. */
export function deviceRoutes(inside: Inside): Route[] {
  const devices = () => pairedCodes(inside).map(deviceOf);
  return [
    {
      name: 'CreateDeviceCode',
      method: 'POST',
      path: '/v2/devices/codes',
      scopes: PAIRING,
      request: 'CreateDeviceCodeRequest',
      response: 'CreateDeviceCodeResponse',
      lengths: { idempotency_key: 128, 'device_code.name': 128 },
      handle: ({ body }) => ({ device_code: createCode(inside, body as Create) }),
    },
    {
      name: 'ListDeviceCodes',
      method: 'GET',
      path: '/v2/devices/codes',
      scopes: PAIRING,
      response: 'ListDeviceCodesResponse',
      handle({ query }) {
        const statuses = query.get('status')?.split(',');
        const listed = inside.shelves.codes
          .all()
          .map(({ code }) => code)
          .filter(({ status }) => !statuses || statuses.includes(status));
        const { shown, rest } = page(listed, query);
        return { ...(shown.length && { device_codes: shown }), ...rest };
      },
    },
    {
      name: 'GetDeviceCode',
      method: 'GET',
      path: '/v2/devices/codes/:id',
      scopes: PAIRING,
      response: 'GetDeviceCodeResponse',
      handle: ({ params }) => ({ device_code: findCode(inside, params.id).code }),
    },
    {
      name: 'ListDevices',
      method: 'GET',
      path: '/v2/devices',
      scopes: DEVICES_READ,
      response: 'ListDevicesResponse',
      handle({ query }) {
        const { shown, rest } = page(devices(), query);
        return { ...(shown.length && { devices: shown.map((one) => one.shown) }), ...rest };
      },
    },
    {
      name: 'GetDevice',
      method: 'GET',
      path: '/v2/devices/:device_id',
      scopes: DEVICES_READ,
      response: 'GetDeviceResponse',
      handle({ params }) {
        const device = devices().find(({ id }) => id === params.device_id);
        if (!device) throw notFound(`Device ${params.device_id}`);
        return { device: device.shown };
      },
    },
  ];
}
