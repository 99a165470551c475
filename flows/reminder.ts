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
        { label: 'choice.running_late', start: 'running_late' },
      ]),
      on: { 'patient.agreed': 'confirming', 'patient.declined': 'not_coming' },
    },
    confirming: {
      entry: wish('confirm_visit'),
      on: { 'visit.confirmed': 'confirmed', 'visit.changed_meanwhile': 'changed' },
    },
    // "No" to "will you come?" may mean another time or none.
    not_coming: {
      tags: 'waiting',
      entry: ask('reminder.not_coming', [
        { label: 'choice.move', start: 'moving' },
        { label: 'choice.give_up', start: 'cancelling' },
        { label: 'choice.will_come', means: 'patient.agreed' },
      ]),
      on: { 'patient.agreed': 'confirming' },
    },
    confirmed: { type: 'final', entry: say('reminder.confirmed') },
    changed: { type: 'final', entry: say('change.changed_meanwhile') },
  },
});
