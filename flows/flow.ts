import { assign, setup } from 'xstate';
import type {
  CaseKind,
  Choice,
  Expects,
  Facts,
  FlowName,
  Happened,
  Person,
  Question,
  Remembered,
  VisitCard,
  Wish,
} from './vocabulary';

/**
 * The frame of every flow. A flow only says, asks and wishes; the bodies of these actions stay empty, because the turn reads
 * them as data (src/conversation/advance.ts). `remember` keeps the facts that an event brought.
 */
export const frame = setup({
  types: {} as { context: Remembered; events: Happened; input: Remembered; tags: 'waiting' },
  actions: {
    say: (_, _params: { phrase: string }) => undefined,
    ask: (_, _params: Question) => undefined,
    wish: (_, _params: { wish: Wish }) => undefined,
    then: (_, _params: { flow: FlowName }) => undefined,
    remember: assign(({ context, event }) => merge(context, event.facts)),
    forget_the_time: assign({ offers: [], chosen: undefined, hold: undefined }),
    take_the_only_visit: assign(({ context }) => ({ ...context, visit: asItIsNow(context) ?? context.visits[0] })),
    count_a_try: assign({ tries: ({ context }) => context.tries + 1 }),
  },
  guards: {
    need_is_unknown: ({ context: { wanted, visit } }) => !wanted.specialty && !wanted.providerId && !visit,
    person_is_unclear: ({ context }) => !context.patient && !context.somebodyNew && severalMayBeMeant(context),
    several_may_be_shown: ({ context: { patient, people, openFor } }) =>
      !patient && people.filter(({ id }) => openFor.includes(id)).length > 1,
    patient_is_known: ({ context }) => context.patient !== undefined || isSelf(context),
    writer_is_verified: ({ context }) => context.verified,
    nobody_is_known_here: ({ context }) => context.people.length === 0,
    visit_is_known: ({ context }) => context.visit !== undefined,
    name_is_missing: ({ context }) => !context.name,
    birth_date_is_missing: ({ context }) => !context.birthDate,
    tried_too_often: ({ context }) => context.tries >= 2,
    a_name_or_birth_date_was_told: ({ event: { facts } }) => Boolean(facts?.name ?? facts?.birthDate),
    a_birth_date_was_told: ({ event: { facts } }) => facts?.birthDate !== undefined,
    a_name_was_told: ({ event: { facts } }) => facts?.name !== undefined,
    // Nothing else: what is needed, or when, makes it another search.
    whom_was_told: ({ event: { facts } }) => facts?.forWhom !== undefined && facts.wanted === undefined,
    // Whoever nobody knows yet can come whenever a time is free.
    somebody_new_was_meant: ({ context, event: { facts } }) =>
      context.people.length === 0 && facts?.forWhom !== undefined && facts.wanted === undefined,
    words_were_told: ({ event: { facts } }) => facts?.comment !== undefined,
    a_language_was_told: ({ event: { facts } }) => facts?.newLanguage !== undefined,
    language_is_named: ({ context }) => context.newLanguage !== undefined,
    no_visit_is_chosen: ({ context }) => asItIsNow(context) === undefined && context.visits.length > 1,
    minutes_are_known: ({ context }) => context.minutesLate !== undefined,
    clinic_is_in_time_again: ({ context }) => context.delay === 0,
    time_is_given_back: ({ context }) => context.givenBack === true,
    rating_is_low: ({ context }) => (context.rating ?? 5) <= 2,
  },
});

const asItIsNow = ({ visit, visits }: Remembered): VisitCard | undefined => visits.find(({ id }) => id === visit?.id);

/** "For my son" leaves the people this address speaks for; saying nothing leaves everybody. */
const severalMayBeMeant = ({ forWhom, people }: Remembered): boolean =>
  forWhom === undefined
    ? people.length > 0 && !isOnlySelf(people)
    : forWhom === 'other' && people.some(({ self }) => !self);

const isOnlySelf = (people: Person[]): boolean => people.length === 1 && people.every(({ self }) => self);

const isSelf = ({ forWhom, people }: Remembered): boolean =>
  forWhom === 'self' ? people.some(({ self }) => self) : forWhom === undefined && isOnlySelf(people);

/** What is told again replaces what was known; the parts of a wish are kept one by one. */
export function merge(known: Remembered, facts: Facts = {}): Remembered {
  return { ...known, ...facts, wanted: { ...known.wanted, ...facts.wanted } };
}

export const say = <P extends string>(phrase: P) => ({ type: 'say', params: { phrase } }) as const;

export const wish = <W extends Wish>(name: W) => ({ type: 'wish', params: { wish: name } }) as const;

/** At its end, a flow may lead into another one, with everything that is known. */
export const then = <F extends FlowName>(flow: F) => ({ type: 'then', params: { flow } }) as const;

/** What the desk is told when it is called. */
export const because = (about: CaseKind) => assign<Remembered, Happened, undefined, Happened, never>({ about });

type Choices = Choice[] | ((remembered: Remembered) => Choice[]);

/** A question, its choices, and what an answer in words would be. */
export const ask = (phrase: string, choices: Choices = [], expects: Expects = 'choice') =>
  ({
    type: 'ask',
    params: ({ context }: { context: Remembered }): Question => ({
      phrase,
      choices: typeof choices === 'function' ? choices(context) : choices,
      expects,
    }),
  }) as const;

export const YES: Choice = { label: 'choice.yes', means: 'patient.agreed' };
export const NO: Choice = { label: 'choice.no', means: 'patient.declined' };

export const offers = ({ offers }: Remembered): Choice[] => {
  // Times in several places: where matters more than with whom, and there is room for one of them.
  const label = new Set(offers.map(({ clinicId }) => clinicId)).size > 1 ? 'choice.offer_at' : 'choice.offer';
  return [
    ...offers.map((offer): Choice => ({ label, vars: { ...offer }, facts: { chosen: offer } })),
    { label: 'choice.other_times', means: 'patient.wanted_others' },
  ];
};

/** Another time with the same doctor: who it is with need not be said on every line. */
export const newTimes = (remembered: Remembered): Choice[] =>
  offers(remembered).map((choice) => (choice.facts ? { ...choice, label: 'choice.new_time' } : choice));

export const visits = ({ visits }: Remembered): Choice[] =>
  visits.slice(0, 5).map((visit): Choice => ({ label: 'choice.visit', vars: { ...visit }, facts: { visit } }));
