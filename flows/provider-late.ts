import { ask, frame, say, wish } from './flow';
import type { Choice, Remembered } from './vocabulary';

/** The clinic runs late today. Whoever cannot wait moves, or is seen by video where that is possible. */
export const providerLate = frame.createMachine({
  id: 'provider_late',
  context: ({ input }) => input,
  initial: 'telling',
  states: {
    telling: {
      always: [{ guard: 'clinic_is_in_time_again', target: 'in_time_again' }, { target: 'asking' }],
    },
    asking: {
      tags: 'waiting',
      entry: ask('delayed.ask', whatThen),
      on: { 'patient.agreed': 'noting', 'patient.chose': 'switching', 'patient.declined': 'not_waiting' },
    },
    // "No" to "can you wait?" may mean another time or none.
    not_waiting: {
      tags: 'waiting',
      entry: ask('reminder.not_coming', [
        { label: 'choice.move', start: 'moving' },
        { label: 'choice.give_up', start: 'cancelling' },
        { label: 'choice.wait', means: 'patient.agreed' },
      ]),
      on: { 'patient.agreed': 'noting' },
    },
    noting: { entry: wish('note_patience'), on: { 'wish.granted': 'waiting' } },
    switching: {
      entry: wish('switch_to_video'),
      on: { 'visit.by_video': { target: 'by_video', actions: 'remember' }, 'visit.changed_meanwhile': 'changed' },
    },
    waiting: { type: 'final', entry: say('delayed.waiting') },
    by_video: { type: 'final', entry: say('delayed.by_video') },
    in_time_again: { type: 'final', entry: say('delayed.in_time_again') },
    changed: { type: 'final', entry: say('change.changed_meanwhile') },
  },
});

function whatThen({ videoPossible }: Remembered): Choice[] {
  return [
    { label: 'choice.wait', means: 'patient.agreed' },
    { label: 'choice.move', start: 'moving' },
    ...(videoPossible ? [{ label: 'choice.by_video', means: 'patient.chose' } as const] : []),
    { label: 'choice.cannot_come', start: 'cancelling' },
  ];
}
