import { ask, frame } from './flow';
import type { Remembered } from './vocabulary';

/** One digit, and two questions it might belong to: rather ask once than touch the wrong visit. */
export const clarify = frame.createMachine({
  id: 'clarify',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: { tags: 'waiting', entry: ask('clarify.which', ({ meant = [] }: Remembered) => meant) },
  },
});

/** The flows have changed under a conversation, and where it stood is no more. What is known is kept. */
export const resuming = frame.createMachine({
  id: 'resuming',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('resume.ask', ({ left = 'menu' }: Remembered) => [
        { label: 'choice.go_on', start: left },
        { label: 'choice.menu', start: 'menu' },
        { label: 'choice.talk', start: 'person' },
      ]),
    },
  },
});
