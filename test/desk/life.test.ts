import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventsOf, openCases } from '../../src/desk/cases';
import { watchCases } from '../../src/desk/watch';
import { rewriting } from '../rewriting';
import { inText, slackDesk, type SlackDeskUniverse } from './slack-desk';

const FILE = path.join(__dirname, 'life-of-a-case.txt');

let desk: SlackDeskUniverse;
beforeAll(async () => void (desk = await slackDesk()));
afterAll(() => desk.close());

/** Patient on the left, the desk on the right: read from top to bottom it is the whole life of a case. */
const lines: string[] = [];
const LEFT = 62;
const left = (text: string): void => void lines.push(text);
const right = (text: string): void => void lines.push(`${' '.repeat(LEFT)}| ${text}`);

async function after(): Promise<void> {
  for (const text of await desk.heardBy('Ann')) for (const line of wrapped(`clinic  ${text}`)) left(line);
  await desk.settled();
  for (const message of desk.slack.messages.slice(shown)) for (const line of inText(message).split('\n')) right(line);
  shown = desk.slack.messages.length;
  for (const { text } of desk.slack.whispers.slice(whispered)) right(`(to one person) ${text}`);
  whispered = desk.slack.whispers.length;
}
let shown = 0;
let whispered = 0;

function wrapped(text: string): string[] {
  const out: string[] = [];
  for (const word of text.split(' '))
    if (out.length > 0 && `${out.at(-1)} ${word}`.length < LEFT) out[out.length - 1] += ` ${word}`;
    else out.push(out.length > 0 ? `        ${word}` : word);
  return out;
}

async function ann(text: string): Promise<void> {
  left(`Ann     ${text}`);
  await desk.writes('Ann', text);
  await after();
}

async function desk_(what: string, does: () => Promise<unknown>): Promise<void> {
  right(`> ${what}`);
  await does();
  await after();
}

test('the life of a case, patient and desk side by side', async () => {
  await desk.showWords();
  await desk.db.query(`insert into slack_user (team, user_id, staff) values ('T0000001', 'U13', 'staff:13')`);
  await ann('I need a skin doctor');
  await ann('can I talk to a person');
  const [one] = await openCases(desk.db, null);
  const id = one!.id;
  await watchCases(desk.db);
  lines.push('', '... half an hour later', '');
  // The desk opened at eight, and it is eight now.
  await desk.minutesLater(30);
  // The app looks after them too: when it has the case in hand, we find nothing to do and wait for it.
  await desk_('the desk looks after its cases', async () => {
    await watchCases(desk.db);
    while (!(await eventsOf(desk.db, id)).some(({ kind }) => kind === 'called_out'))
      await new Promise((resume) => setTimeout(resume, 20));
  });
  await desk_('Joy presses Claim', async () => desk.slack.press('U11', await desk.card(id), 'case.claim'));
  await desk_('Sam presses Resolve', async () => desk.slack.press('U12', await desk.card(id), 'case.resolve'));
  await desk_('Joy writes in the thread: Hello Ann, how can I help?', async () =>
    desk.slack.write('U11', await desk.card(id), 'Hello Ann, how can I help?'),
  );
  await ann('does it hurt');
  await ann('and <!channel> may I bring my son');
  await desk_('Joy writes in the thread: It does not, and yes.', async () =>
    desk.slack.write('U11', await desk.card(id), 'It does not, and yes.'),
  );
  await desk_('Joy presses Hand back', async () => desk.slack.press('U11', await desk.card(id), 'case.hand_back'));
  await ann('2');
  const card = inText(await desk.card(id)).split('\n');
  lines.push('', '... and the card reads in the end', '');
  card.forEach(right);
  const played = `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  if (rewriting) writeFileSync(FILE, played);
  expect(played).toBe(readFileSync(FILE, 'utf8'));
}, 120_000);
