import { ask, wish } from './flow';

/** Who comes? Asked only when it cannot be anybody else, in one message if they like; then `knowing_the_patient` goes on. */
export const knowThePatient = {
  asking_who: {
    tags: 'waiting',
    entry: ask('booking.who', [], 'name_and_birth_date'),
    on: {
      'patient.told': [
        { guard: 'a_name_or_birth_date_was_told', target: 'knowing_the_patient', actions: 'remember' },
        // "No wait, for my daughter": the time stays kept.
        { guard: 'whom_was_told', target: 'knowing_the_patient', actions: 'remember' },
      ],
    },
  },
  asking_birth_date: {
    tags: 'waiting',
    entry: ask('booking.birth_date', [], 'birth_date'),
    on: {
      'patient.told': [
        { guard: 'a_birth_date_was_told', target: 'knowing_the_patient', actions: 'remember' },
        { guard: 'whom_was_told', target: 'knowing_the_patient', actions: 'remember' },
      ],
    },
  },
  registering: {
    entry: wish('register_patient'),
    on: { 'patient.registered': { target: 'knowing_the_patient', actions: 'remember' } },
  },
} as const;
