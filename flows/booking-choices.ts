import type { Choice, Remembered } from './vocabulary';

/** What most people come for; anything else they say in their own words. */
export const commonNeeds: Choice[] = ['general_practice', 'dentistry', 'paediatrics', 'gynaecology'].map(
  (specialty) => ({
    label: 'choice.specialty',
    vars: { specialty },
    facts: { wanted: { specialty } },
  }),
);

export function whom({ people, forWhom }: Remembered): Choice[] {
  const known = people
    .filter(({ self }) => forWhom !== 'other' || !self)
    .slice(0, 4)
    .map((patient): Choice => ({ label: 'choice.person', vars: { ...patient }, facts: { patient } }));
  return [
    ...known,
    { label: 'choice.somebody_else', facts: { forWhom: 'other', somebodyNew: true, patient: undefined } },
  ];
}

/** Whenever it is: what was said of days and hours is taken back. */
const anyTime: Choice = {
  label: 'choice.any_time',
  facts: {
    wanted: { fromDay: undefined, toDay: undefined, fromMinute: undefined, toMinute: undefined, weekdays: undefined },
  },
};

/** What can be done when nothing is free; or when no clinic here does what is needed at all. */
export const instead = ({ wanted }: Remembered): Choice[] =>
  wanted.nowhere
    ? [
        { label: 'choice.talk', start: 'person' },
        { label: 'choice.menu', start: 'menu' },
      ]
    : [anyTime, { label: 'choice.waiting_list', start: 'waiting_list' }];
