import type { ContactId } from '../../src/database/ids';
import { takeTurns, type World } from '../../src/conversation/take-turn';
import { receive, type Inbound } from '../../src/inbox/receive';
import type { Words } from '../../src/outbox/put-in-outbox';
import type { Name } from '../universe';
import { check } from './check';
import { dayIn } from './dates';
import { deskDoes } from './desk';
import { makeStage, type Stage } from './given';
import { passTime, secondsLater } from './passing-time';
import type { Answer, Dialogue, Line } from './script';

export interface Played {
  dialogue: Dialogue;
  /** What did not hold, or broke: the dialogue is played on all the same, so that one can read what was said. */
  failures: unknown[];
}

/** Plays a dialogue against the whole of the house, and gives it back with what the clinic really says. */
export async function play({ title, lines }: Dialogue): Promise<Played> {
  const stage = await makeStage(lines.filter(({ who }) => who === 'given').map(({ text }) => text));
  const failures: unknown[] = [];
  const played: Line[] = [];
  try {
    const world: World = { dataSource: stage.dataSource, name: 'test', deliverSoon: () => undefined };
    for (const line of lines) {
      const answers = await playLine({ stage, world, played }, line).catch((error: unknown) => {
        failures.push(error instanceof Error ? (error.cause as Error ?? error).stack : error);
        return [];
      });
      played.push({ ...line, answers });
    }
    return { dialogue: { title, lines: played }, failures };
  } finally {
    await stage.close();
  }
}

interface Playing {
  stage: Stage;
  world: World;
  played: Line[];
}

async function playLine(playing: Playing, line: Line): Promise<Answer[]> {
  const { stage, world, played } = playing;
  const heardBefore = await lastOutgoing(stage);
  switch (line.who) {
    case 'given':
      return [];
    case 'then':
      await check(stage, line.text, written(played));
      return [];
    case 'later':
    case 'at':
      await passTime(stage, world, line.who === 'at' ? { at: moment(line.text) } : { later: line.text });
      break;
    case 'desk':
      await deskDoes(stage, world, line.text);
      break;
    default:
      await write(playing, line);
  }
  return answersAfter(stage, heardBefore, line.who);
}

/** "Tue 2 June 09:00" */
const moment = (text: string): { day: string; time: string } => {
  const [, day = '', time = ''] = /^(.*) (\d\d:\d\d)$/.exec(text) ?? [];
  return { day: dayIn(day), time };
};

const written = (played: Line[]) => (name: string) => played.filter(({ who }) => who === name).length;

async function write({ stage, world, played }: Playing, line: Line): Promise<void> {
  await secondsLater(stage, 20);
  const contactId = stage.contacts[line.who as Name];
  const [contact] = await stage.db.query<{ channel: string; address: string }[]>(
    'select channel, address from contact where id = $1',
    [contactId],
  );
  if (!contact) throw new Error(`${line.who} has no phone`);
  const message = await messageIn(stage, line.text, played.length);
  const from = { channel: contact.channel, address: contact.address };
  await receive(stage.db, { ...message, source: contact.channel, from });
  if (/^\(sent twice\)/.test(line.text)) await receive(stage.db, { ...message, source: contact.channel, from });
  const many = Number(/^\(sends (\d+) times\)/.exec(line.text)?.[1] ?? 1);
  for (let time = 1; time < many; time++) {
    await takeTurns(world, contactId);
    await receive(stage.db, { ...message, sourceId: `${message.sourceId}, ${time}`, source: contact.channel, from });
  }
  if (!line.atOnce) await takeTurns(world, contactId);
}

/** What somebody writes, or does instead of writing: "(taps 2 on question 1)", "(sent twice) yes", "(sent 2 minutes ago) book". */
async function messageIn(stage: Stage, text: string, at: number): Promise<Pick<Inbound, 'sourceId' | 'body' | 'sentAt'>> {
  const sourceId = `message ${at}`;
  if (text === '(sends a picture)') return { sourceId, body: { media: true } };
  const tap = /^\(taps (\d+)(?: on question (\d+))?\)$/.exec(text);
  if (tap)
    return { sourceId, body: { choice: Number(tap[1]), ...(tap[2] && { prompt: Number(tap[2]) }) } };
  const ago = /^\(sent (\d+) minutes? ago\) /.exec(text);
  const plain = await unmasked(stage, text.replace(/^\((?:sent twice|sends \d+ times|sent \d+ minutes? ago)\) /, ''));
  if (!ago) return { sourceId, body: { text: plain } };
  const [row] = await stage.db.query<{ now: Date }[]>('select clock_now() as now');
  return { sourceId, body: { text: plain }, sentAt: new Date(Number(row?.now) - Number(ago[1]) * 60_000) };
}

async function lastOutgoing({ db }: Stage): Promise<number> {
  const [row] = await db.query<{ id: number }[]>('select coalesce(max(id), 0) as id from outbox');
  return row?.id ?? 0;
}

async function answersAfter(stage: Stage, id: number, writer: string): Promise<Answer[]> {
  const rows = await stage.db.query<{ contactId: ContactId; body: Words }[]>(
    `with gone as (
       update outbox set status = 'delivered', settled_at = clock_now() where id > $1 and status = 'pending' returning *)
     select contact_id as "contactId", body from gone order by id`,
    [id],
  );
  const answers: Answer[] = [];
  for (const { contactId, body } of rows) answers.push(await answer(stage, contactId, body, writer));
  return answers;
}

async function answer(stage: Stage, contactId: ContactId, { text, choices }: Words, writer: string): Promise<Answer> {
  const name = Object.entries(stage.contacts).find(([, id]) => id === contactId)?.[0] ?? '?';
  const lines = [...text.split('\n'), ...choices.map((choice, i) => `${i + 1}) ${choice}`)];
  const masked: string[] = [];
  for (const line of lines) masked.push(await withKnownReferences(stage, line));
  return { to: name === writer ? 'clinic' : `to ${name}`, text: masked };
}

/** References are drawn by lot; in a dialogue the first is always K7QM, the second W3RT, and so on. */
const REFERENCES = ['K7QM', 'W3RT', 'H4XN', 'P9CE', 'T6LD', 'R8VA', 'M2GK', 'C5NY', 'X3JB', 'D9FH', 'V7EP', 'L4SW'];

async function references({ db }: Stage): Promise<string[]> {
  const rows = await db.query<{ reference: string }[]>(`select reference from visit where status <> 'held' order by id`);
  return rows.map((row) => row.reference);
}

async function withKnownReferences(stage: Stage, text: string): Promise<string> {
  const drawn = await references(stage);
  return drawn.reduce((line, reference, i) => line.replaceAll(reference, REFERENCES[i] ?? `V${i}`), text);
}

async function unmasked(stage: Stage, text: string): Promise<string> {
  const drawn = await references(stage);
  return REFERENCES.reduce((line, known, i) => line.replaceAll(known, drawn[i] ?? known), text);
}
