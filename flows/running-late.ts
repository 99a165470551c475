import { ask, because, frame, say, wish } from './flow';
import { pickAVisit } from './pick-a-visit';
import type { Choice } from './vocabulary';

/** "I'm stuck in traffic." The doctor is told; the visit stays. */
export const runningLate = frame.createMachine({
  id: 'running_late',
  context: ({ input }) => input,
  initial: 'recognising',
  on: { 'patient.gave_up': '.left' },
  states: {
    ...pickAVisit,
    picked: {
      always: [
        { guard: 'minutes_are_known', target: 'noting', actions: because('running_late') },
        { target: 'asking_how_long' },
      ],
    },
    asking_how_long: {
      tags: 'waiting',
      entry: ask(
        'late.how_long',
        [
          ...[10, 20, 30].map(minutes),
          { label: 'choice.move_instead', start: 'moving' },
          { label: 'choice.cannot_come', start: 'cancelling' },
        ],
        'number',
      ),
      on: {
        'patient.chose': { target: 'noting', actions: ['remember', because('running_late')] },
        'patient.declined': 'left',
      },
    },
    noting: { entry: wish('note_lateness'), on: { 'wish.granted': 'noted' } },
    noted: { type: 'final', entry: say('late.noted') },
  },
});

function minutes(minutesLate: number): Choice {
  return { label: 'choice.minutes', vars: { minutes: minutesLate }, facts: { minutesLate } };
}
