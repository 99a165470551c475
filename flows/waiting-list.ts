import { commonNeeds, whom } from './booking-choices';
import { ask, frame, say, wish } from './flow';
import { knowThePatient } from './know-the-patient';

/** Nothing suits: we write when something becomes free. */
export const waitingList = frame.createMachine({
  id: 'waiting_list',
  context: ({ input }) => input,
  initial: 'deciding',
  on: { 'patient.gave_up': '.left' },
  states: {
    deciding: { always: [{ guard: 'need_is_unknown', target: 'asking_what' }, { target: 'knowing_the_patient' }] },
    asking_what: {
      tags: 'waiting',
      entry: ask('booking.what', commonNeeds, 'need'),
      on: {
        'patient.told': { target: 'deciding', actions: 'remember' },
        'patient.chose': { target: 'deciding', actions: 'remember' },
      },
    },
    knowing_the_patient: {
      always: [
        { guard: 'person_is_unclear', target: 'asking_whom' },
        { guard: 'patient_is_known', target: 'joining' },
        { guard: 'name_is_missing', target: 'asking_who' },
        { guard: 'birth_date_is_missing', target: 'asking_birth_date' },
        { target: 'registering' },
      ],
    },
    asking_whom: {
      tags: 'waiting',
      entry: ask('booking.for_whom', whom),
      on: { 'patient.chose': { target: 'knowing_the_patient', actions: 'remember' } },
    },
    ...knowThePatient,
    // No time is kept for them meanwhile.
    asking_who: { ...knowThePatient.asking_who, entry: ask('registration.who', [], 'name_and_birth_date') },
    joining: {
      entry: wish('join_waiting_list'),
      // Nobody here does what they need: a colleague knows where else to ask.
      on: { 'list.joined': { target: 'joined', actions: 'remember' }, 'wish.refused': 'handed_over' },
    },
    handed_over: { entry: wish('call_a_person'), on: { 'wish.granted': 'with_a_person' } },
    with_a_person: { type: 'final', entry: say('person.called') },
    joined: { type: 'final', entry: say('waiting_list.joined') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});
