import { ask, frame, offers, say, wish } from './flow';
import { commonNeeds, instead, whom } from './booking-choices';
import { knowThePatient } from './know-the-patient';
import { pickATime } from './pick-a-time';

/** Someone else was quicker. Apologise, then offer what is left. */
const notToBeHad = {
  'time.gone': { target: 'searching', actions: ['forget_the_time', say('booking.just_taken')] },
  'patient.elsewhere': { target: 'searching', actions: ['forget_the_time', say('booking.you_are_elsewhere')] },
} as const;

/** From "I need a dentist" to a booked visit. Only what is missing is asked, one thing a message. */
export const booking = frame.createMachine({
  id: 'booking',
  context: ({ input }) => input,
  initial: 'deciding',
  on: {
    // Whatever they add or correct, at any point: think again with it.
    'patient.told': { target: '.deciding', actions: ['forget_the_time', 'remember'] },
    'patient.gave_up': '.leaving',
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
      entry: ask('booking.what', commonNeeds, 'need'),
      on: { 'patient.chose': { target: 'deciding', actions: 'remember' } },
    },
    asking_whom: {
      tags: 'waiting',
      entry: ask('booking.for_whom', whom),
      on: { 'patient.chose': { target: 'deciding', actions: 'remember' } },
    },
    ...pickATime,
    offering: {
      tags: 'waiting',
      entry: ask('booking.offer', offers, 'when'),
      on: {
        'patient.chose': { target: 'holding', actions: 'remember' },
        'patient.told': { guard: 'somebody_new_was_meant', target: 'offering', actions: 'remember', reenter: true },
        'patient.wanted_others': 'searching_later',
        'patient.declined': 'searching_later',
      },
    },
    nothing_free: {
      tags: 'waiting',
      entry: ask('booking.nothing_free', instead, 'when'),
      on: { 'patient.chose': { target: 'searching', actions: 'remember' }, 'patient.declined': 'leaving' },
    },
    holding: {
      entry: wish('hold_time'),
      on: {
        'time.held': { target: 'knowing_the_patient', actions: 'remember' },
        ...notToBeHad,
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
    ...knowThePatient,
    confirming: {
      entry: wish('book_held_time'),
      on: {
        'visit.booked': { target: 'booked', actions: 'remember' },
        'visit.requested': { target: 'requested', actions: 'remember' },
        ...notToBeHad,
      },
    },
    booked: { type: 'final', entry: say('booking.booked') },
    requested: { type: 'final', entry: say('booking.requested') },
    leaving: { entry: wish('let_time_go'), on: { 'wish.granted': 'left' } },
    left: { type: 'final', entry: say('booking.left') },
  },
});
