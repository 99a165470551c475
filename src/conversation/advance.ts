import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { flows } from '../../flows';
import type { FlowName, Happened, Question, Remembered, Wish } from '../../flows/vocabulary';
import type { Running } from './envelope';
import { shapes } from './shapes';

/** Something to be put into words: a phrase, or a question with its choices, and what they may mention. */
export interface Said {
  phrase: string;
  remembered: Remembered;
  question?: Question;
  /** How many times in a row the question has been put, if more than once. */
  put?: number;
}

/** Does what a flow wishes for, inside the turn's transaction, and says what came of it. */
export type Grant = (wish: Wish, remembered: Remembered) => Promise<Happened>;

export interface Step {
  running: Running;
  said: Said[];
  done: boolean;
  /** Where the flow leads at its end. */
  next?: FlowName;
}

/** A flow that wishes on and on would be a bill; this many steps are far more than any needs. */
const MOST_STEPS = 25;

/** Begins a flow with what is known. */
export function begin(flow: FlowName, remembered: Remembered, grant: Grant): Promise<Step> {
  const [snapshot, actions] = initialTransition(flows[flow].machine, remembered);
  return settle(flow, snapshot as AnyMachineSnapshot, actions, grant);
}

/** One thing has happened; the flow goes on until it waits for the patient again or is at its end. */
export function advance(running: Running, event: Happened, grant: Grant): Promise<Step> {
  const [snapshot, actions] = transition(flows[running.flow].machine, stateOf(running), event);
  return settle(running.flow, snapshot as AnyMachineSnapshot, actions, grant);
}

/** Whether the flow has an ear for this at all, where it stands. */
export const listensFor = (running: Running, event: Happened): boolean => stateOf(running).can(event);

const stateOf = ({ flow, value, context }: Running): AnyMachineSnapshot =>
  flows[flow].machine.resolveState({ value, context }) as AnyMachineSnapshot;

type Action = { type: string; params?: unknown };

async function settle(flow: FlowName, first: AnyMachineSnapshot, firstActions: Action[], grant: Grant): Promise<Step> {
  const { machine } = flows[flow];
  const said: Said[] = [];
  let [snapshot, actions]: [AnyMachineSnapshot, Action[]] = [first, firstActions];
  let asked: Question | undefined;
  for (let steps = 0; ; steps++) {
    if (steps > MOST_STEPS)
      throw new Error(`The flow ${flow} goes round in circles at ${JSON.stringify(snapshot.value)}`);
    const remembered = snapshot.context as Remembered;
    said.push(...phrasesIn(actions, remembered));
    asked = questionIn(actions) ?? asked;
    const wish = wishIn(actions);
    if (!wish) break;
    const outcome = await grant(wish, remembered);
    if (!snapshot.can(outcome))
      throw new Error(`${flow} does not listen for ${outcome.type} in ${JSON.stringify(snapshot.value)}`);
    [snapshot, actions] = transition(machine, snapshot, outcome) as [AnyMachineSnapshot, Action[]];
  }
  const context = snapshot.context as Remembered;
  if (asked) said.push({ phrase: asked.phrase, remembered: context, question: asked });
  const next = nextIn(actions);
  return { running: runningOf(flow, snapshot), said, done: snapshot.status === 'done', ...(next && { next }) };
}

const runningOf = (flow: FlowName, { value, context }: AnyMachineSnapshot): Running => ({
  flow,
  version: flows[flow].version,
  shape: shapes[flow],
  value: value as Running['value'],
  context: context as Remembered,
});

/** A question as a flow would ask it first of all; for flows that begin by asking. */
export function firstQuestion(flow: FlowName, remembered: Remembered): { running: Running; question: Question } {
  const [snapshot, actions] = initialTransition(flows[flow].machine, remembered);
  const question = questionIn(actions);
  if (!question) throw new Error(`${flow} does not begin with a question`);
  return { running: runningOf(flow, snapshot as AnyMachineSnapshot), question };
}

const phrasesIn = (actions: Action[], remembered: Remembered): Said[] =>
  actions
    .filter((action) => action.type === 'say')
    .map((action) => ({ ...(action.params as { phrase: string }), remembered }));

const questionIn = (actions: Action[]): Question | undefined =>
  actions.filter((action) => action.type === 'ask').at(-1)?.params as Question | undefined;

const wishIn = (actions: Action[]): Wish | undefined =>
  (actions.filter((action) => action.type === 'wish').at(-1)?.params as { wish: Wish } | undefined)?.wish;

const nextIn = (actions: Action[]): FlowName | undefined =>
  (actions.filter((action) => action.type === 'then').at(-1)?.params as { flow: FlowName } | undefined)?.flow;
