import '../shared/old-browsers.ts';
import { chosen, openScreen } from '../shared/screen.tsx';
import { Kitchen } from './kitchen.tsx';

const station = chosen('station', 'kitchen');

openScreen({
  title: station === 'kitchen' ? 'Kitchen' : `Kitchen · ${station}`,
  children: (session) => <Kitchen station={station} {...session} />,
});
