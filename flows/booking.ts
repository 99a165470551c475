import { ask, frame, offers, say, wish } from './flow';
import type { Choice, Remembered } from './vocabulary';

/** From "I need a dentist" to a booked visit. Only what is missing is asked, one thing a message. */
export const booking = frame.createMachine({
  id: 'booking',
  context: ({ input }) => input,
  initial: 'deciding',
  on: {
    // Whatever they add or correct, at any point: think again with it.
    'patient.told': { target: '.deciding', actions: ['forget_the_time', 'remember'] },
    'patient.gave_up': '.left',
  },
  states: {
    deciding: {
      always: [
        { guard: 'need_is_unknown', target: 'asking_what' },
        { guard: 'person_is_unclear', target: 'asking_whom' },
        { target: 'searching' },
      ],
    },
    asking_what: {
      tags: 'waiting',
      entry: ask('booking.what', commonNeeds(), 'need'),
      on: { 'patient.chose': { target: 'deciding', actions: 'remember' } },
    },
    asking_whom: {
      tags: 'waiting',
      entry: ask('booking.for_whom', people),
      on: { 'patient.chose': { target: 'deciding', actions: 'remember' } },
    },

    searching: {
      entry: wish('find_times'),
      on: {
        'times.found': { target: 'offering', actions: 'remember' },
        'times.found_elsewhen': { target: 'offering', actions: ['remember', say('booking.not_then')] },
        'times.none': 'nothing_free',
      },
    },
    searching_later: {
      entry: wish('find_later_times'),
      on: {
        'times.found': { target: 'offering', actions: 'remember' },
        'times.found_elsewhen': { target: 'offering', actions: ['remember', say('booking.not_then')] },
        'times.none': 'nothing_free',
      },
    },
    offering: {
      tags: 'waiting',
      entry: ask('booking.offer', offers, 'when'),
      on: {
        'patient.chose': { target: 'holding', actions: 'remember' },
        'patient.wanted_others': 'searching_later',
        'patient.declined': 'searching_later',
      },
    },
    nothing_free: {
      tags: 'waiting',
      entry: ask('booking.nothing_free', [anyTime(), { label: 'choice.waiting_list', start: 'waiting_list' }], 'when'),
      on: { 'patient.chose': { target: 'searching', actions: 'remember' }, 'patient.declined': 'left' },
    },

    holding: {
      entry: wish('hold_time'),
      on: {
        'time.held': { target: 'knowing_the_patient', actions: 'remember' },
        // Someone else was quicker. Apologise, then offer what is left.
        'time.gone': { target: 'searching', actions: ['forget_the_time', say('booking.just_taken')] },
        'patient.elsewhere': { target: 'searching', actions: ['forget_the_time', say('booking.you_are_elsewhere')] },
      },
    },
    knowing_the_patient: {
      always: [
        { guard: 'patient_is_known', target: 'confirming' },
        { guard: 'name_is_missing', target: 'asking_who' },
        { guard: 'birth_date_is_missing', target: 'asking_birth_date' },
        { target: 'registering' },
      ],
    },
    asking_who: {
      tags: 'waiting',
      entry: ask('booking.who', [], 'name_and_birth_date'),
      on: { 'patient.told': { target: 'knowing_the_patient', actions: 'remember' } },
    },
    asking_birth_date: {
      tags: 'waiting',
      entry: ask('booking.birth_date', [], 'birth_date'),
      on: { 'patient.told': { target: 'knowing_the_patient', actions: 'remember' } },
    },
    registering: {
      entry: wish('register_patient'),
      on: { 'patient.registered': { target: 'confirming', actions: 'remember' } },
    },

    confirming: {
      entry: wish('book_held_time'),
      on: {
        'visit.booked': { target: 'booked', actions: 'remember' },
        'visit.requested': { target: 'requested', actions: 'remember' },
        'time.gone': { target: 'searching', actions: ['forget_the_time', say('booking.just_taken')] },
        'patient.elsewhere': { target: 'searching', actions: ['forget_the_time', say('booking.you_are_elsewhere')] },
      },
    },
    booked: { type: 'final', entry: say('booking.booked') },
    requested: { type: 'final', entry: say('booking.requested') },
    left: { type: 'final', entry: say('booking.left') },
  },
});

function commonNeeds(): Choice[] {
  return ['general_practice', 'dentistry', 'paediatrics', 'gynaecology'].map((specialty) => ({
    label: 'choice.specialty',
    vars: { specialty },
    facts: { wanted: { specialty } },
  }));
}

function people({ people }: Remembered): Choice[] {
  const known = people
    .slice(0, 4)
    .map((patient): Choice => ({ label: 'choice.person', vars: { ...patient }, facts: { patient } }));
  return [...known, { label: 'choice.somebody_else', facts: { forWhom: 'other' } }];
}

function anyTime(): Choice {
  const wanted = {
    fromDay: undefined,
    toDay: undefined,
    fromMinute: undefined,
    toMinute: undefined,
    weekdays: undefined,
  };
  return { label: 'choice.any_time', facts: { wanted } };
}
