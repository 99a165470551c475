import { ask, because, frame, newTimes, say, wish } from './flow';
import { pickATime } from './pick-a-time';
import { pickAVisit } from './pick-a-visit';

/** Another time for a visit. The old time is kept until the new one is certain. */
export const moving = frame.createMachine({
  id: 'moving',
  context: ({ input }) => input,
  initial: 'recognising',
  on: {
    // Another day in mind. Which visit is settled first, if it is not.
    'patient.told': { target: '.recognising', actions: ['forget_the_time', 'remember'] },
    'patient.gave_up': [{ guard: 'visit_is_known', target: '.kept' }, { target: '.left' }],
  },
  states: {
    ...pickAVisit,
    picked: { always: 'searching' },
    ...pickATime,
    offering: {
      tags: 'waiting',
      entry: ask('move.offer', newTimes, 'when'),
      on: {
        'patient.chose': { target: 'moving', actions: 'remember' },
        'patient.wanted_others': 'searching_later',
        'patient.declined': 'kept',
      },
    },
    nothing_free: {
      tags: 'waiting',
      entry: ask(
        'move.nothing_free',
        [
          { label: 'choice.waiting_list', start: 'waiting_list' },
          { label: 'choice.keep_it', means: 'patient.declined' },
        ],
        'when',
      ),
      on: { 'patient.declined': 'kept' },
    },
    moving: {
      entry: wish('move_visit'),
      on: {
        'visit.moved': { target: 'moved', actions: 'remember' },
        'time.gone': { target: 'searching', actions: ['forget_the_time', say('move.just_taken')] },
        'patient.elsewhere': { target: 'searching', actions: ['forget_the_time', say('booking.you_are_elsewhere')] },
        'visit.too_late': { target: 'handed_over', actions: [because('late_change'), say('change.too_late')] },
        'visit.changed_meanwhile': { target: 'looking', actions: say('change.changed_meanwhile') },
      },
    },
    moved: { type: 'final', entry: say('move.done') },
    kept: { type: 'final', entry: say('move.kept') },
  },
});
