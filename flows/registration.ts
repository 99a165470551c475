import { ask, frame, say, wish } from './flow';

/** Becoming known here, without booking anything yet. */
export const registration = frame.createMachine({
  id: 'registration',
  context: ({ input }) => input,
  initial: 'deciding',
  on: { 'patient.gave_up': '.left' },
  states: {
    deciding: {
      always: [
        { guard: 'name_is_missing', target: 'asking_who' },
        { guard: 'birth_date_is_missing', target: 'asking_birth_date' },
        { target: 'registering' },
      ],
    },
    asking_who: {
      tags: 'waiting',
      entry: ask('registration.who', [], 'name_and_birth_date'),
      on: { 'patient.told': { guard: 'a_name_or_birth_date_was_told', target: 'deciding', actions: 'remember' } },
    },
    asking_birth_date: {
      tags: 'waiting',
      entry: ask('booking.birth_date', [], 'birth_date'),
      on: { 'patient.told': { guard: 'a_birth_date_was_told', target: 'deciding', actions: 'remember' } },
    },
    registering: {
      entry: wish('register_patient'),
      on: { 'patient.registered': { target: 'registered', actions: 'remember' } },
    },
    registered: { type: 'final', entry: say('registration.done') },
    left: { type: 'final', entry: say('anytime.left') },
  },
});
