import type { FlowName, Remembered } from './vocabulary';

/** One step of a flow from one shape to the next, for the conversations that stand in it on the day of the change. */
export interface Migration {
  flow: FlowName;
  /** From this version to the next. */
  from: number;
  /** Where each state that is gone, or is called otherwise now, goes on. A state that is not named stays as it is. */
  states: Readonly<Record<string, string>>;
  /** What is remembered otherwise now. Nothing that was known may be lost. */
  remembered?(old: Remembered): Remembered;
}

/**
 * Whoever changes the states of a flow or where its events lead raises its version in index.ts and says here what becomes of
 * a conversation that stands in it. A state without a place to go leads to the question "how shall we go on?".
 */
export const migrations: readonly Migration[] = [
  { flow: 'running_late', from: 1, states: { picked: 'asking_how_long' } },
  { flow: 'maybe_stopping', from: 1, states: {} }, // "yes" means something else now, so nobody is left with the old question
  { flow: 'waiting_list', from: 1, states: {} }, // what nobody here does leads to a colleague
  { flow: 'waiting_list', from: 2, states: {} }, // for whom it is may be said at the question who comes
  { flow: 'booking', from: 1, states: {} }, // the same
  { flow: 'cancelling', from: 1, states: {} }, // giving up the question after it leaves the visit given up
  { flow: 'moving', from: 1, states: {} }, // who is not known yet has no visit that stays
  { flow: 'welcome', from: 1, states: {} }, // what most people need is asked at once; the rest is behind "something else"
];
