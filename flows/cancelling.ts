import { ask, because, frame, NO, say, wish, YES } from './flow';
import { pickAVisit } from './pick-a-visit';
import type { Choice } from './vocabulary';

const UNDO: Choice = { label: 'choice.undo', means: 'patient.agreed' };

const takeItBack = {
  restoring: {
    entry: wish('restore_visit'),
    on: {
      'visit.restored': { target: 'restored', actions: 'remember' },
      'time.gone': { target: 'gone' },
    },
  },
  restored: { type: 'final', entry: say('cancel.restored') },
  gone: { type: 'final', entry: say('cancel.cannot_restore') },
} as const;

/** "I can't come." Asks once, cancels, and can take it back for five minutes. */
export const cancelling = frame.createMachine({
  id: 'cancelling',
  context: ({ input }) => input,
  initial: 'recognising',
  on: { 'patient.gave_up': [{ guard: 'visit_is_known', target: '.kept' }, { target: '.left' }] },
  states: {
    ...pickAVisit,
    picked: {
      tags: 'waiting',
      entry: ask(
        'cancel.sure',
        [YES, { label: 'choice.move_instead', start: 'moving' }, { ...NO, label: 'choice.keep_it' }],
        'yes_no',
      ),
      on: { 'patient.agreed': 'cancelling', 'patient.declined': 'kept' },
    },
    cancelling: {
      entry: wish('cancel_visit'),
      on: {
        'visit.cancelled': { target: 'cancelled', actions: 'remember' },
        'visit.too_late': { target: 'handed_over', actions: [because('late_change'), say('change.too_late')] },
        'visit.changed_meanwhile': { target: 'looking', actions: say('change.changed_meanwhile') },
      },
    },
    cancelled: {
      tags: 'waiting',
      // "No, I changed my mind" and "ok" can both be meant either way here, so only a choice counts.
      entry: ask('cancel.done', [UNDO, { label: 'choice.book_another', start: 'booking' }], 'digit'),
      on: { 'patient.agreed': 'restoring', 'patient.declined': 'left', 'patient.gave_up': 'settled' },
    },
    ...takeItBack,
    settled: { type: 'final', entry: say('cancel.settled') },
    kept: { type: 'final', entry: say('cancel.kept') },
  },
});

/** "No, I want it back", said when the question after giving up is not open any more. */
export const undoing = frame.createMachine({
  id: 'undoing',
  context: ({ input }) => input,
  initial: 'restoring',
  states: takeItBack,
});
