import '../shared/old-browsers.ts';
import { openScreen } from '../shared/screen.tsx';
import { Kitchen } from './kitchen.tsx';
import { filterOf, isWhole } from './tickets.ts';

openScreen({
  kind: 'kitchen',
  filters: ({ stations }) => stations.map(filterOf),
  isWhole: ({ stations }, topics) => stations.every((station) => isWhole(station, topics)),
  draw: (approved) => <Kitchen {...approved} />,
});
