import '../shared/old-browsers.ts';
import { chosen, openScreen } from '../shared/screen.tsx';
import { Display } from './display.tsx';

const till = chosen('till', 'main');

openScreen({
  title: `Customer display · ${till}`,
  till,
  children: (session) => <Display till={till} {...session} />,
});
