import { frame, say, wish } from './flow';

/** Somebody from the clinic takes over. */
export const person = frame.createMachine({
  id: 'person',
  context: ({ input }) => input,
  initial: 'calling',
  states: {
    calling: { entry: wish('call_a_person'), on: { 'wish.granted': 'called' } },
    called: { type: 'final', entry: say('person.called') },
  },
});
