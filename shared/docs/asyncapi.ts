import { z } from 'zod';
import { pathNames, type ScreenKind, type Show } from '../contracts/contract.ts';
import { instant } from '../contracts/fields.ts';
import frame from './asyncapi.frame.json' with { type: 'json' };
import { type Json, openSchemas, pascal, type Promised, putOnce, textOf } from './schemas.ts';

type Reader = 'staff' | 'admin' | ScreenKind;

/** Who may read a show: whoever is logged in, or approved screens of a kind. */
export const readersOf = ({ role, screens = [] }: Show): Reader[] => [
  role === 'admin' ? 'admin' : 'staff',
  ...screens,
];

const READER: Record<Reader, string> = {
  staff: 'everybody who is logged in',
  admin: 'admins who are logged in',
  kitchen: 'kitchen screens, of their own stations',
  customer_display: 'customer displays, of their own till',
  board: 'boards',
};
const RETAINED =
  'Retained: the state as it is comes at once, an empty payload says that it is gone.';
/** What stands in the place of a parameter. */
const MEANING: Record<string, string> = {
  till: 'the name of a till, as `main`',
  station: 'the id of a station of the kitchen, as `kitchen`',
  screen_id: 'the id that a screen was given when it introduced itself',
  ticket_id: 'the id of a ticket, as the index of its station lists it',
  order_id: 'the id of an order',
  job_id: 'the id of a print job',
  service: 'the part of the server that raised it',
  name: 'what is wrong, in a word',
};

/** Every show as a channel that the server sends to: an AsyncAPI 3.0 document. */
export function asyncApi({ version, contracts }: Promised): Json {
  const { schemas, refer } = openSchemas();
  const [channels, operations, messages]: [Json, Json, Json] = [{}, {}, {}];
  const shows = contracts.flatMap((contract) => Object.entries(contract.shows));

  for (const [name, show] of shows) {
    const { summary, topic, payload } = show;
    const told = payload.extend({ at: instant, revision: z.int() });
    putOnce(messages, name, {
      name,
      summary,
      contentType: 'application/json',
      payload: refer(told, `${pascal(name)}Shown`),
    });
    const parameters = pathNames(topic).map((one) => [one, { description: MEANING[one] ?? one }]);
    channels[name] = {
      address: topic.replace(/:(\w+)/g, '{$1}'),
      summary,
      description: `Read by ${readersOf(show)
        .map((one) => READER[one])
        .join('; ')}. ${RETAINED}`,
      parameters: Object.fromEntries(parameters) as Json,
      messages: { [name]: { $ref: `#/components/messages/${name}` } },
    };
    operations[`show_${name}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${name}` },
      summary,
      bindings: { mqtt: { qos: 1, retain: true, bindingVersion: '0.2.0' } },
      messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
    };
  }
  const info = { ...frame.info, version, description: textOf('asyncapi.md') };
  const components = { ...frame.components, messages, schemas };
  return { ...frame, info, channels, operations, components };
}
