import fs from 'node:fs';
import path from 'node:path';
import { flows } from '../../flows';
import type { Migration } from '../../flows/migrations';
import type { FlowName } from '../../flows/vocabulary';
import { listensFor } from '../../src/conversation/advance';
import { converse } from '../../src/conversation/converse';
import { EMPTY, type Envelope, type Running } from '../../src/conversation/envelope';
import type { Heard } from '../../src/conversation/heard';
import { upToDate } from '../../src/conversation/up-to-date';
import { rewriting } from '../rewriting';
import { everyEvent, granting, standings } from './standings';

const folder = path.join(__dirname, 'kept');
const waits = (flow: FlowName): boolean =>
  Object.values(flows[flow].machine.states).some(({ tags }) => tags.includes('waiting'));
const names = (Object.keys(flows) as FlowName[]).filter(waits);
const keptAs = (flow: FlowName): string => path.join(folder, `${flow}-v${flows[flow].version}.json`);

/** Kept when a version is new, and never again: an old conversation does not change because a flow does. */
for (const flow of names)
  if (rewriting && !fs.existsSync(keptAs(flow)))
    fs.writeFileSync(keptAs(flow), `${JSON.stringify(standings(flow), null, 2)}\n`);

test.each(names)('the states of %s are kept for the day on which it changes', (flow) => {
  expect(fs.existsSync(keptAs(flow))).toBe(true);
});

const LUCK = [0, 1, 2, 3, 4];

describe.each(fs.readdirSync(folder))('%s', (file) => {
  const kept = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Running[];

  test.each(kept.map((standing) => [String(standing.value), standing] as const))(
    'a conversation in %s goes on, whatever happens',
    async (_state, standing) => {
      const envelope = upToDate({
        ...structuredClone(EMPTY),
        prompts: 1,
        people: standing.context.people,
        running: standing,
      });
      for (const heard of everythingHeard(envelope)) for (const luck of LUCK) await goesOn(envelope, heard, luck);
      expect(known(envelope)).toMatchObject(facts(standing));
    },
  );
});

/** Each digit, each event the state listens for, and what may be said at any moment. */
function everythingHeard({ running }: Envelope): Heard[] {
  if (!running) return [];
  const digits = (running.prompt?.choices ?? []).map((_, i): Heard => ({ kind: 'chose', choice: i + 1 }));
  const events = everyEvent(flows[running.flow].machine.events)
    .filter(
      (event) => event.type.startsWith('patient.') && event.type !== 'patient.chose' && listensFor(running, event),
    )
    .map((event): Heard => ({ kind: 'happened', event }));
  return [
    ...digits,
    ...events,
    { kind: 'not_understood' },
    { kind: 'back' },
    { kind: 'start_over' },
    { kind: 'danger', sure: true },
  ];
}

async function goesOn(envelope: Envelope, heard: Heard, luck: number): Promise<void> {
  const moment = { now: new Date('2026-06-01T05:05:00Z'), message: 10, newest: 10 };
  const { envelope: after, said } = await converse(structuredClone(envelope), heard, {
    ...moment,
    grant: granting(luck),
  });
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter(({ question }) => question).length).toBe(after.running ? 1 : 0);
  expect(upToDate(JSON.parse(JSON.stringify(after)))).toEqual(JSON.parse(JSON.stringify(after)));
}

const facts = ({ context: { wanted, patient, name, birthDate, visit } }: Running): object =>
  JSON.parse(JSON.stringify({ wanted, patient, name, birthDate, visit })) as object;
const known = ({ running }: Envelope): object => running?.context ?? {};

describe('a flow that has changed', () => {
  const [standing] = standings('booking') as [Running];
  const before = (running: Running): Envelope => ({ ...structuredClone(EMPTY), prompts: 4, running });

  test('is gone on with where its migration says', () => {
    const { version } = flows.booking;
    const steps: Migration[] = [{ flow: 'booking', from: version - 1, states: { asking_need: 'asking_what' } }];
    const { running } = upToDate(before({ ...standing, version: version - 1, value: 'asking_need' }), steps);
    expect(running).toMatchObject({ flow: 'booking', value: 'asking_what', version });
  });

  test.each([
    ['a state that is gone', { value: 'no_such_state' }],
    ['a version nobody knows any more', { version: 0 }],
    ['a shape that was never released', { shape: 'other' }],
  ])('%s leads to the question how to go on, with what is known', async (_what, change) => {
    const context = { ...standing.context, wanted: { specialty: 'dentistry' } };
    const envelope = upToDate(before({ ...standing, ...change, context }));
    expect(envelope.running).toMatchObject({ flow: 'resuming', context: { wanted: { specialty: 'dentistry' } } });

    // A digit that was meant for the old question is not taken for an answer to the new one.
    const moment = { now: new Date('2026-06-01T05:05:00Z'), message: 10, newest: 10, grant: granting(0) };
    const asked = await converse(envelope, { kind: 'chose', choice: 1 }, moment);
    expect(asked.said.map(({ phrase }) => phrase)).toEqual(['resume.ask']);
    const gone = await converse(asked.envelope, { kind: 'chose', choice: 1 }, { ...moment, message: 11, newest: 11 });
    expect(gone.envelope.running).toMatchObject({ flow: 'booking', context: { wanted: { specialty: 'dentistry' } } });
  });
});
