/** Answers of the desk that are there in every language, so that they can be given without seeing, or speaking, the patient's. */
export const cannedPhrases = {
  looking: 'desk.looking',
  call_us: 'desk.call_us',
  will_call: 'desk.will_call',
  come_in: 'desk.come_in',
  no_advice: 'desk.no_advice',
  done: 'desk.done',
} as const;

export type Canned = keyof typeof cannedPhrases;

export const isCanned = (name: string): name is Canned => Object.hasOwn(cannedPhrases, name);

/** What a patient reads first of all when somebody from the clinic begins to write. */
export const JOINED = 'person.joined';
