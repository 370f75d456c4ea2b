import '../shared/old-browsers.ts';
import { openScreen } from '../shared/screen.tsx';
import { topicOf } from './cart.ts';
import { Display } from './display.tsx';

openScreen({
  kind: 'customer_display',
  filters: (screen) => [topicOf(screen)],
  isWhole: (screen, topics) => topics.has(topicOf(screen)),
  draw: (approved) => <Display {...approved} />,
});
