import { contract } from './contract.ts';

export const discovery = contract({
  service: 'discovery',
  summary: 'Our advertisement on the local network',
  operations: {},
  events: {},
  shows: {},
});
