import { ask, because, frame, newTimes, offers, say, wish } from './flow';
import { pickATime } from './pick-a-time';
import type { Choice, Remembered } from './vocabulary';

/** A visit cannot take place: the provider is away, or the clinic is shut. Other times are kept meanwhile. */
export const affected = frame.createMachine({
  id: 'affected',
  context: ({ input }) => input,
  initial: 'telling',
  on: {
    'patient.told': { target: '.searching', actions: ['forget_the_time', 'remember'] },
    'patient.gave_up': '.nothing_suits',
  },
  states: {
    telling: { always: [{ guard: 'time_is_given_back', target: 'given_back' }, { target: 'asking' }] },
    asking: {
      tags: 'waiting',
      entry: ask('affected.ask', keptTimes, 'when'),
      on: {
        'patient.chose': { target: 'moving', actions: 'remember' },
        'patient.wanted_others': 'searching',
        'patient.declined': 'nothing_suits',
      },
    },
    ...pickATime,
    offering: {
      tags: 'waiting',
      entry: ask('affected.others', (known) => [...times(known), { label: 'choice.talk', start: 'person' }], 'when'),
      on: {
        'patient.chose': { target: 'moving', actions: 'remember' },
        'patient.wanted_others': 'searching_later',
        'patient.declined': 'nothing_suits',
      },
    },
    nothing_free: {
      tags: 'waiting',
      entry: ask('affected.nothing_free', [{ label: 'choice.waiting_list', start: 'waiting_list' }, ...ways()], 'when'),
    },
    nothing_suits: {
      tags: 'waiting',
      entry: ask(
        'affected.nothing_suits',
        [{ label: 'choice.other_times', means: 'patient.wanted_others' }, ...ways()],
        'when',
      ),
      on: { 'patient.wanted_others': 'searching' },
    },
    moving: {
      entry: wish('move_visit'),
      on: {
        'visit.moved': { target: 'moved', actions: 'remember' },
        'time.gone': { target: 'searching', actions: ['forget_the_time', say('move.just_taken')] },
        'patient.elsewhere': { target: 'searching', actions: ['forget_the_time', say('booking.you_are_elsewhere')] },
        'visit.too_late': { target: 'handing_over', actions: [because('late_change'), say('change.too_late')] },
        'visit.changed_meanwhile': 'changed',
      },
    },
    handing_over: { entry: wish('call_a_person'), on: { 'wish.granted': 'with_a_person' } },
    with_a_person: { type: 'final', entry: say('person.called') },
    moved: { type: 'final', entry: say('move.done') },
    given_back: { type: 'final', entry: say('affected.given_back') },
    changed: { type: 'final', entry: say('change.changed_meanwhile') },
  },
});

function keptTimes(known: Remembered): Choice[] {
  return [...times(known), { label: 'choice.give_up', start: 'cancelling' }];
}

/** With whom need be said only where it is somebody else than before. */
function times(known: Remembered): Choice[] {
  const same = known.offers.every(({ providerId }) => providerId === known.visit?.providerId);
  return same ? newTimes(known) : offers(known);
}

function ways(): Choice[] {
  return [
    { label: 'choice.give_up', start: 'cancelling' },
    { label: 'choice.talk', start: 'person' },
  ];
}
