import '../shared/old-browsers.ts';
import { openScreen } from '../shared/screen.tsx';
import { Board } from './board.tsx';
import { TOPIC } from './numbers.ts';

openScreen({
  kind: 'board',
  filters: () => [TOPIC],
  isWhole: (_screen, topics) => topics.has(TOPIC),
  draw: (approved) => <Board {...approved} />,
});
