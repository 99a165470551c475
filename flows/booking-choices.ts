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
  return [...known, { label: 'choice.somebody_else', facts: { forWhom: 'other', patient: undefined } }];
}

/** Whenever it is: what was said of days and hours is taken back. */
export const anyTime: Choice = {
  label: 'choice.any_time',
  facts: {
    wanted: { fromDay: undefined, toDay: undefined, fromMinute: undefined, toMinute: undefined, weekdays: undefined },
  },
};
