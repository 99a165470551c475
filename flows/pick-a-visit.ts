import { ask, say, visits, wish } from './flow';

/**
 * Shows who they are. Nothing about a visit is said to an address that has not shown whose it is, so a birth date comes
 * first; after three wrong ones a person takes over. A number nobody knows is asked and answered just the same.
 */
export const recogniseFirst = {
  recognising: {
    always: [{ guard: 'writer_is_verified', target: 'recognised' }, { target: 'asking_birth_date' }],
  },
  asking_birth_date: {
    tags: 'waiting',
    entry: ask('identity.birth_date', [], 'birth_date'),
    on: { 'patient.told': { guard: 'a_birth_date_was_told', target: 'checking', actions: 'remember' } },
  },
  checking: {
    entry: wish('recognise_patient'),
    on: {
      'patient.recognised': { target: 'recognised', actions: 'remember' },
      'patient.not_recognised': [
        { guard: 'tried_too_often', target: 'handed_over' },
        { target: 'asking_birth_date', actions: ['count_a_try', say('identity.not_recognised')] },
      ],
    },
  },
  handed_over: { entry: wish('call_a_person'), on: { 'wish.granted': 'with_a_person' } },
  with_a_person: { type: 'final', entry: say('person.called') },
  left: { type: 'final', entry: say('anytime.left') },
} as const;

/** Which visit? Shared by the flows that are about one. */
export const pickAVisit = {
  ...recogniseFirst,
  recognised: { always: 'looking' },
  looking: {
    entry: wish('find_visits'),
    on: { 'visits.found': { target: 'picking', actions: 'remember' }, 'visits.none': 'no_visits' },
  },
  picking: {
    always: [
      { guard: 'no_visit_is_chosen', target: 'asking_which' },
      { target: 'picked', actions: 'take_the_only_visit' },
    ],
  },
  asking_which: {
    tags: 'waiting',
    entry: ask('visits.which', visits),
    on: { 'patient.chose': { target: 'picked', actions: 'remember' } },
  },
  no_visits: { type: 'final', entry: say('visits.none') },
} as const;
