import type { StateValue } from 'xstate';
import type { FlowName, Person, Question, Remembered, VisitCard } from '../../flows/vocabulary';

/** What of a conversation is kept between two messages. It goes through JSON every time, in tests too. */
export interface Envelope {
  running?: Running;
  /** Left for a detour, and gone back to. */
  under: Running[];
  /** Where "back" leads: the questions before this one. */
  back: Running[];
  misunderstood: number;
  prompts: number;
  /** The question that was put last, when, and how many times in a row. */
  lastPut?: { id: number; phrase: string; at: string; times: number };
  people: Person[];
  /** The flow that came to its end last, and the visit that was given up last: what "undo" may mean. */
  lastDone?: FlowName;
  givenUp?: VisitCard;
  /** Until when the one who writes counts as having shown who they are, and for whom. */
  verifiedUntil?: string;
  verifiedFor?: number[];
  /** A phone of one person, who has shown long ago that it is theirs. Read anew for every turn. */
  trusted?: boolean;
  /** Which specialties are to be had where they belong. Read anew for every turn. */
  needs?: string[];
  /** The digits they last wrote in (latn, arab, deva…): we answer in the same. */
  digits?: string;
}

/** A flow in a state. `version` and `shape` say which form of the flow the state belongs to. */
export interface Running {
  flow: FlowName;
  version: number;
  shape: string;
  value: StateValue;
  context: Remembered;
  prompt?: Prompt;
}

/** A question we asked. Every answer belongs to one: a digit can only mean the list it answers. */
export interface Prompt extends Question {
  id: number;
  askedAt: string;
  /** The newest message we had when we asked. What came before the question cannot answer it. */
  after: number;
  /** We began it, and not the patient. */
  unprompted?: boolean;
  /** Made up from an older conversation, and never yet put to the patient. */
  unseen?: boolean;
}

export const EMPTY: Envelope = { under: [], back: [], misunderstood: 0, prompts: 0, people: [] };

/** How far "back" reaches, and how many detours wait for their end. Further is "start over". */
export const STEPS_KEPT = 5;

export const remembering = (back: Running[], step: Running | undefined): Running[] =>
  step?.prompt ? [...back, step].slice(-STEPS_KEPT) : back;

/** What every flow begins with. */
export function freshMemory(envelope: Envelope, now: Date): Remembered {
  const openFor = openIn(envelope, now);
  return {
    people: envelope.people,
    verified: openFor.length > 0,
    openFor,
    wanted: {},
    ...(envelope.needs && { needs: envelope.needs }),
    tries: 0,
    offers: [],
    visits: [],
  };
}

function openIn({ people, trusted, verifiedUntil, verifiedFor = [] }: Envelope, now: Date): number[] {
  if (trusted) return people.map(({ id }) => id);
  return verifiedUntil !== undefined && new Date(verifiedUntil) > now ? verifiedFor : [];
}
