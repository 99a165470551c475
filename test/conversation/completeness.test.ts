import fs from 'node:fs';
import path from 'node:path';
import type { AnyStateNode } from 'xstate';
import { flows } from '../../flows';
import { OUTCOMES } from '../../flows/outcomes';
import type { FlowName, Wish } from '../../flows/vocabulary';
import { converse } from '../../src/conversation/converse';
import { EMPTY, type Running } from '../../src/conversation/envelope';
import phrases from '../../locales/en/phrases.json';
import { granting, standings } from './standings';

const top = path.resolve(__dirname, '../..');
const read = (file: string): string => fs.readFileSync(path.join(top, file), 'utf8');
const names = Object.keys(flows) as FlowName[];

type Action = { type: string; params?: { wish?: Wish; phrase?: string } };
const actionsIn = (node: AnyStateNode): Action[] => [
  ...(node.entry as unknown as Action[]),
  ...[...node.transitions.values()].flat().flatMap(({ actions }) => actions as unknown as Action[]),
];
const statesOf = (flow: FlowName): AnyStateNode[] => Object.values(flows[flow].machine.states);

describe.each(names)('%s', (flow) => {
  test('listens for everything that may come of what it wishes', () => {
    const deaf = statesOf(flow).flatMap((node) =>
      (node.entry as unknown as Action[])
        .flatMap(({ params }) => params?.wish ?? [])
        .flatMap((wish) => OUTCOMES[wish].map((outcome) => [node.key, outcome] as const))
        .filter(([, outcome]) => !node.ownEvents.includes(outcome)),
    );
    expect(deaf).toEqual([]);
  });

  test('listens for nothing that cannot happen', () => {
    const vocabulary = [...read('flows/vocabulary.ts').matchAll(/\| \{ type: '([\w.]+)' \}/g)].map(([, type]) => type);
    expect(flows[flow].machine.events.filter((event) => !vocabulary.includes(event))).toEqual([]);
  });

  test('asks at most five things at a time, and each can be answered by a digit or in words', () => {
    for (const { value, prompt } of standings(flow)) {
      expect([value, prompt?.choices.length]).toEqual([value, Math.min(prompt?.choices.length ?? 0, 5)]);
      expect([value, prompt?.expects]).not.toEqual([value, prompt?.choices.length === 0 ? 'choice' : undefined]);
    }
  });

  test('leads to a person from wherever it waits', async () => {
    for (const running of standings(flow)) expect(await afterThreeFailures(running)).toContain('person.called');
  });

  test('waits nowhere that cannot be reached', () => {
    const waiting = statesOf(flow).filter(({ tags }) => tags.includes('waiting'));
    expect(
      standings(flow)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(waiting.map(({ key }) => key).sort());
  });

  test('has a dialogue', () => {
    expect(ownOf(flow).filter(isHeardSomewhere)).not.toEqual([]);
  });

  test('can be read in one sitting', () => {
    const file = read(`flows/${fileOf(flow)}`);
    expect(file.split('\n').length).toBeLessThanOrEqual(86);
  });
});

const phrasesOf = (flow: FlowName): string[] => [
  ...statesOf(flow)
    .flatMap(actionsIn)
    .flatMap(({ type, params }) => (type === 'say' ? (params?.phrase ?? []) : [])),
  ...standings(flow).map(({ prompt }) => prompt?.phrase ?? ''),
];

const spoken = new Map(names.map((flow) => [flow, phrasesOf(flow)]));

/** What only this flow says, if there is anything; else what it says. */
function ownOf(flow: FlowName): string[] {
  const all = spoken.get(flow) ?? [];
  const others = new Set(names.filter((name) => name !== flow).flatMap((name) => spoken.get(name) ?? []));
  const own = all.filter((phrase) => !others.has(phrase));
  return own.length > 0 ? own : all;
}

/** Several small flows may share a file. */
const SHARED: Partial<Record<FlowName, string>> = {
  stopping: 'messages.ts',
  starting: 'messages.ts',
  maybe_stopping: 'messages.ts',
  resuming: 'clarify.ts',
  undoing: 'cancelling.ts',
};
const fileOf = (flow: FlowName): string => SHARED[flow] ?? `${flow.replaceAll('_', '-')}.ts`;

async function afterThreeFailures(running: Running): Promise<string[]> {
  const moment = { now: new Date('2026-06-01T05:05:00Z'), message: 10, newest: 10, grant: granting(0) };
  let turn = await converse({ ...structuredClone(EMPTY), prompts: 1, running }, { kind: 'not_understood' }, moment);
  for (let failures = 1; failures < 3; failures++)
    turn = await converse(turn.envelope, { kind: 'not_understood' }, moment);
  return turn.said.map(({ phrase }) => phrase);
}

const dialogues = fs
  .readdirSync(path.join(top, 'test/dialogues'))
  .filter((file) => file.endsWith('.txt'))
  .map((file) => read(`test/dialogues/${file}`))
  .join('\n');

const phraseOf = (key: string): string | undefined => {
  const [group = '', name = ''] = key.split('.');
  return (phrases as Record<string, Record<string, string>>)[group]?.[name];
};

/** What stands between the variables of a phrase was said by the clinic in some dialogue. */
const isHeardSomewhere = (key: string): boolean =>
  (phraseOf(key) ?? '').split(/\{\{.*?\}\}/).every((part) => part.trim() === '' || dialogues.includes(part.trim()));
