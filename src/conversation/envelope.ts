import type { StateValue } from 'xstate';
import type { FlowName, Person, Question, Remembered } from '../../flows/vocabulary';

/** What of a conversation is kept between two messages. It goes through JSON every time, in tests too. */
export interface Envelope {
  running?: Running;
  /** Left for a detour, and gone back to. */
  under: Running[];
  /** Where "back" leads: the questions before this one. */
  back: Running[];
  misunderstood: number;
  prompts: number;
  people: Person[];
  /** Until when the one who writes counts as having shown who they are. */
  verifiedUntil?: string;
  /** The digits they last wrote in (latn, arab, deva…): we answer in the same. */
  digits?: string;
}

/** A flow in a state. `version` says which shape of the flow the state belongs to. */
export interface Running {
  flow: FlowName;
  version: number;
  value: StateValue;
  context: Remembered;
  prompt?: Prompt;
}

/** A question we asked. Every answer belongs to one: a digit can only mean the list it answers. */
export interface Prompt extends Question {
  id: number;
  askedAt: string;
}

export const EMPTY: Envelope = { under: [], back: [], misunderstood: 0, prompts: 0, people: [] };

/** How far "back" reaches. Further is "start over". */
const STEPS_BACK = 5;

export const remembering = (back: Running[], step: Running | undefined): Running[] =>
  step?.prompt ? [...back, step].slice(-STEPS_BACK) : back;

/** What every flow begins with. */
export const freshMemory = ({ people, verifiedUntil }: Envelope, now: Date): Remembered => ({
  people,
  verified: verifiedUntil !== undefined && new Date(verifiedUntil) > now,
  wanted: {},
  tries: 0,
  offers: [],
  visits: [],
});
