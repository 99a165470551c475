import { ask, frame, say, wish } from './flow';

/** A reminder is a question. The visit it is about came with it, so an answer can mean no other. */
export const reminder = frame.createMachine({
  id: 'reminder',
  context: ({ input }) => input,
  initial: 'asking',
  states: {
    asking: {
      tags: 'waiting',
      entry: ask('reminder.ask', [
        { label: 'choice.will_come', means: 'patient.agreed' },
        { label: 'choice.move', start: 'moving' },
        { label: 'choice.cannot_come', start: 'cancelling' },
      ]),
      on: { 'patient.agreed': 'confirming', 'patient.declined': 'asking' },
    },
    confirming: {
      entry: wish('confirm_visit'),
      on: { 'visit.confirmed': 'confirmed', 'visit.changed_meanwhile': 'changed' },
    },
    confirmed: { type: 'final', entry: say('reminder.confirmed') },
    changed: { type: 'final', entry: say('change.changed_meanwhile') },
  },
});
