import { ask, frame, say, wish } from './flow';
import { recogniseFirst } from './pick-a-visit';
import type { Choice, Remembered } from './vocabulary';

/** What we know about somebody, and putting it right. */
export const profile = frame.createMachine({
  id: 'profile',
  context: ({ input }) => ({ ...input, name: undefined, birthDate: undefined }),
  initial: 'recognising',
  on: { 'patient.gave_up': '.left' },
  states: {
    ...recogniseFirst,
    recognised: { always: [{ guard: 'several_may_be_shown', target: 'asking_whom' }, { target: 'looking' }] },
    asking_whom: {
      tags: 'waiting',
      entry: ask('profile.whom', whom),
      on: { 'patient.chose': { target: 'looking', actions: 'remember' } },
    },
    looking: { entry: wish('find_details'), on: { 'details.found': { target: 'showing', actions: 'remember' } } },
    showing: {
      tags: 'waiting',
      entry: ask('profile.ask', [
        { label: 'choice.correct_name', means: 'patient.chose' },
        { label: 'choice.correct_birth_date', means: 'patient.wanted_others' },
        { label: 'choice.language', start: 'language' },
        { label: 'choice.my_data', start: 'my_data' },
        { label: 'choice.all_right', means: 'patient.agreed' },
      ]),
      on: {
        'patient.chose': 'asking_name',
        'patient.wanted_others': 'asking_new_birth_date',
        'patient.agreed': 'left',
        'patient.declined': 'left',
      },
    },
    asking_name: {
      tags: 'waiting',
      entry: ask('profile.name', [], 'name'),
      on: { 'patient.told': { guard: 'a_name_was_told', target: 'keeping_name', actions: 'remember' } },
    },
    keeping_name: { entry: wish('keep_name'), on: { 'wish.granted': 'kept' } },
    asking_new_birth_date: {
      tags: 'waiting',
      entry: ask('booking.birth_date', [], 'birth_date'),
      on: { 'patient.told': { guard: 'a_birth_date_was_told', target: 'keeping_birth_date', actions: 'remember' } },
    },
    keeping_birth_date: { entry: wish('keep_birth_date'), on: { 'wish.granted': 'kept' } },
    kept: { type: 'final', entry: say('profile.kept') },
  },
});

function whom({ people, openFor }: Remembered): Choice[] {
  return people
    .filter(({ id }) => openFor.includes(id))
    .slice(0, 5)
    .map((patient) => ({ label: 'choice.person', vars: { ...patient }, facts: { patient } }));
}
