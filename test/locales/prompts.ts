import { flows } from '../../flows';
import type { Question, Remembered } from '../../flows/vocabulary';
import type { Said } from '../../src/conversation/advance';
import { inWords } from '../../src/conversation/in-words';
import type { Reader } from '../../src/conversation/reader';
import { asShown } from '../../src/outbox/as-shown';

interface Action {
  type: string;
  params?: unknown;
}

/** A state of a flow, as far as it speaks. */
export interface Speaking {
  flow: string;
  state: string;
  ask?: (remembered: Remembered) => Question;
  says: string[];
}

// XState does not type the nodes of a machine that is known only as "any machine".
interface Node {
  key: string;
  states: Record<string, Node>;
  entry: readonly Action[];
  transitions: Map<string, readonly { actions: readonly Action[] }[]>;
  always?: readonly { actions: readonly Action[] }[];
}

/** Everything that any flow asks and says, state by state. */
export const speaking = (): Speaking[] =>
  Object.entries(flows).flatMap(([flow, { machine }]) => nodesOf(machine.root as unknown as Node).map(inFlow(flow)));

const nodesOf = (node: Node): Node[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

const inFlow =
  (flow: string) =>
  (node: Node): Speaking => {
    const onTheWay = [...node.transitions.values(), node.always ?? []].flat().flatMap(({ actions }) => actions);
    const ask = node.entry.find(({ type }) => type === 'ask')?.params as Ask | undefined;
    const says = [...node.entry, ...onTheWay]
      .filter(({ type }) => type === 'say')
      .map(({ params }) => phraseIn(params));
    return { flow, state: node.key, says, ...(ask && { ask: (context) => ask({ context }) }) };
  };

type Ask = (about: { context: Remembered }) => Question;

const phraseIn = (params: unknown): string => (params as { phrase: string }).phrase;

/** A question as it arrives on a telephone that shows only text. */
export function asSent(question: Question | string, before: string[], remembered: Remembered, reader: Reader): string {
  const last: Said =
    typeof question === 'string' ? { phrase: question, remembered } : { phrase: question.phrase, remembered, question };
  const words = inWords([...before.map((phrase) => ({ phrase, remembered })), last], reader);
  return asShown(words, { characters: 10_000, letters: 'gsm7' }).screens.join('\n');
}
