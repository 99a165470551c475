import { ask, frame, say, wish } from './flow';

/** Nothing suits: we write when something becomes free. */
export const waitingList = frame.createMachine({
  id: 'waiting_list',
  context: ({ input }) => input,
  initial: 'deciding',
  on: { 'patient.gave_up': '.left' },
  states: {
    deciding: {
      always: [
        { guard: 'need_is_unknown', target: 'asking_what' },
        { guard: 'patient_is_known', target: 'joining' },
        { guard: 'name_is_missing', target: 'asking_who' },
        { guard: 'birth_date_is_missing', target: 'asking_birth_date' },
        { target: 'registering' },
      ],
    },
    asking_what: {
      tags: 'waiting',
      entry: ask('booking.what', [], 'need'),
      on: { 'patient.told': { target: 'deciding', actions: 'remember' } },
    },
    asking_who: {
      tags: 'waiting',
      entry: ask('booking.who', [], 'name_and_birth_date'),
      on: { 'patient.told': { target: 'deciding', actions: 'remember' } },
    },
    asking_birth_date: {
      tags: 'waiting',
      entry: ask('booking.birth_date', [], 'birth_date'),
      on: { 'patient.told': { target: 'deciding', actions: 'remember' } },
    },
    registering: {
      entry: wish('register_patient'),
      on: { 'patient.registered': { target: 'joining', actions: 'remember' } },
    },
    joining: { entry: wish('join_waiting_list'), on: { 'list.joined': { target: 'joined', actions: 'remember' } } },
    joined: { type: 'final', entry: say('waiting_list.joined') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});
