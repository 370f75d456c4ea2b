import '../shared/old-browsers.ts';
import { openScreen } from '../shared/screen.tsx';
import { Kitchen } from './kitchen.tsx';
import { AVAILABILITY, filterOf, isWhole } from './tickets.ts';

openScreen({
  kind: 'kitchen',
  filters: ({ stations }) => [...stations.map(filterOf), AVAILABILITY],
  isWhole: ({ stations }, topics) => stations.every((station) => isWhole(station, topics)),
  draw: (approved) => <Kitchen {...approved} />,
});
