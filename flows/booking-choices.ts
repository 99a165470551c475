import type { Choice, Remembered } from './vocabulary';

const MOST_COME_FOR = [
  ...['general_practice', 'dentistry', 'paediatrics', 'gynaecology', 'ophthalmology', 'dermatology', 'obstetrics'],
  ...['orthopaedics', 'physiotherapy', 'ent', 'cardiology'],
];

/** What most people come for, as far as it is to be had here; anything else they say in their own words. */
export function commonNeeds({ needs = MOST_COME_FOR }: Remembered): Choice[] {
  const first = MOST_COME_FOR.filter((need) => needs.includes(need));
  const offered = [...first, ...needs.filter((need) => !first.includes(need))].slice(0, 4);
  return offered.map((specialty) => ({
    label: 'choice.specialty',
    vars: { specialty },
    facts: { wanted: { specialty } },
  }));
}

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
