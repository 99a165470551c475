import { ask, frame, say } from './flow';
import { pickAVisit } from './pick-a-visit';

/** "When is my appointment?" */
export const myVisits = frame.createMachine({
  id: 'my_visits',
  context: ({ input }) => ({ ...input, visit: undefined }),
  initial: 'recognising',
  on: { 'patient.gave_up': '.left' },
  states: {
    ...pickAVisit,
    picked: {
      tags: 'waiting',
      entry: ask('visits.one', [
        { label: 'choice.keep_it', means: 'patient.agreed' },
        { label: 'choice.move', start: 'moving' },
        { label: 'choice.cancel', start: 'cancelling' },
        { label: 'choice.repeat', start: 'series' },
      ]),
      on: { 'patient.agreed': 'kept', 'patient.declined': 'left' },
    },
    kept: { type: 'final', entry: say('visits.kept') },
  },
});
