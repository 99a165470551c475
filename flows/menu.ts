import { ask, frame } from './flow';
import type { Choice } from './vocabulary';

export const MENU: Choice[] = [
  { label: 'choice.book', start: 'booking' },
  { label: 'choice.my_visits', start: 'my_visits' },
  { label: 'choice.talk', start: 'person' },
  { label: 'choice.language', start: 'language' },
];

/** Where somebody is who has not said what they want. */
export const menu = frame.createMachine({
  id: 'menu',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('menu.ask', [...MENU, { label: 'choice.my_details', start: 'profile' }], 'need'),
    },
  },
});
