import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { takeTurns, type World } from '../conversation/take-turn';
import type { ContactId } from '../database/ids';
import { receive } from '../inbox/receive';
import type { Words } from '../outbox/put-in-outbox';
import { fastForward } from './fast-forward';
import { linesOf, type Recorder } from './record';

export interface Talk {
  channel: string;
  from: string;
  lang?: string | undefined;
  /** Before anything is said, the clock goes on to the next thing that is due for this patient. */
  fastForward: boolean;
  record: Recorder;
}

const HINT = 'Write as a patient would. An empty line lets time pass to the next thing that is due; Ctrl-D ends.\n';

export async function talk(world: World, who: Talk): Promise<void> {
  const onTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (onTerminal) process.stdout.write(grey(HINT));
  if (who.fastForward) await wait(world, who, onTerminal);
  prompt(onTerminal);
  for await (const line of createInterface({ input: process.stdin, terminal: onTerminal })) {
    // Piped, nobody has typed it where it can be read: a transcript has both sides.
    if (line.trim() !== '' && !onTerminal) process.stdout.write(`patient ${line}\n`);
    if (line.trim() !== '') await say(world, who, line, onTerminal);
    else if (onTerminal) await wait(world, who, onTerminal);
    prompt(onTerminal);
  }
}

/** One message in, and whatever the clinic answers. */
async function say(world: World, who: Talk, text: string, onTerminal: boolean): Promise<void> {
  who.record.patient(text);
  const contactId = await hear(world, who, { text });
  if (who.lang)
    await world.dataSource.query('update contact set language = coalesce(language, $2) where id = $1', [
      contactId,
      who.lang,
    ]);
  await takeTurns(world, contactId);
  await show(world, who, contactId, onTerminal);
}

async function hear(world: World, { channel, from }: Talk, body: { text: string }): Promise<ContactId> {
  const message = { source: channel, sourceId: randomUUID(), from: { channel, address: from }, body };
  return (await receive(world.dataSource.manager, message)).contactId;
}

async function wait(world: World, who: Talk, onTerminal: boolean): Promise<void> {
  const passed = await fastForward(world, { channel: who.channel, address: who.from });
  if (!passed) return void (onTerminal && process.stdout.write(grey('Nothing is due.\n')));
  who.record.later(passed.minutes);
  if (onTerminal) process.stdout.write(grey(`… ${passed.now} …\n`));
  await show(world, who, passed.contactId, onTerminal);
}

async function show({ dataSource }: World, { record }: Talk, contactId: ContactId, onTerminal: boolean): Promise<void> {
  const [rows] = await dataSource.query<[{ id: number; body: Words }[], number]>(
    `update outbox set status = 'delivered', settled_at = clock_now()
      where contact_id = $1 and status = 'pending' returning id, body`,
    [contactId],
  );
  for (const { body } of rows.sort((a, b) => a.id - b.id)) {
    record.clinic(body);
    for (const line of linesOf(body))
      process.stdout.write(onTerminal ? `${green('clinic')}  ${line}\n` : `clinic  ${line}\n`);
  }
}

const prompt = (onTerminal: boolean): void => void (onTerminal && process.stdout.write('> '));
const grey = (text: string): string => `\u001b[90m${text}\u001b[0m`;
const green = (text: string): string => `\u001b[32m${text}\u001b[0m`;
