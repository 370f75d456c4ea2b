import { z } from 'zod';
import { pathNames } from '../contracts/contract.ts';
import { instant } from '../contracts/fields.ts';
import frame from './asyncapi.frame.json' with { type: 'json' };
import { type Json, openSchemas, pascal, type Promised, putOnce, textOf } from './schemas.ts';

/** Every show as a channel that the server sends to: an AsyncAPI 3.0 document. */
export function asyncApi({ version, contracts }: Promised): Json {
  const { schemas, refer } = openSchemas();
  const [channels, operations, messages]: [Json, Json, Json] = [{}, {}, {}];
  const shows = contracts.flatMap((contract) => Object.entries(contract.shows));

  for (const [name, { summary, topic, payload }] of shows) {
    const told = payload.extend({ at: instant, revision: z.int() });
    putOnce(messages, name, {
      name,
      summary,
      contentType: 'application/json',
      payload: refer(told, `${pascal(name)}Shown`),
    });
    const parameters = pathNames(topic).map((one) => [one, { description: one }]);
    channels[name] = {
      address: topic.replace(/:(\w+)/g, '{$1}'),
      summary,
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
