import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../hub/errors';
import type { Address, Channel, Door, HistoryLine, InboundMessage } from '../channel';
import { BACK, MENU, MORE, screensOf } from './screens';
import { typedSince } from './typed';
import { textsIn } from './ussd-texts';
import { type AfricasTalkingSettings, takeForms, UNDER, word } from './webhooks';

// https://developers.africastalking.com/docs/ussd/handling_sessions
interface Hop {
  sessionId: string;
  phoneNumber: string;
  /** Everything typed in this session, wrong keys and all. */
  text?: string;
}

const hop = {
  type: 'object',
  required: ['sessionId', 'phoneNumber'],
  properties: {
    sessionId: { ...word, pattern: '^[\\w-]+$' },
    phoneNumber: { type: 'string', pattern: '^\\+\\d{7,15}$' },
  },
} as const;

/** What is on somebody's phone: the pages of one answer, and the question in it. */
interface View {
  pages: string[];
  page: number;
  choices: number;
  prompt?: number;
  ends: boolean;
  said: string;
}

/** A session as far as it has come. Every answer is kept, because a call may be repeated, and out of turn. */
interface Session {
  text: string;
  view: View;
  answers: Record<string, string>;
}

const SESSION_MINUTES = 10; // operators end one after three
const RESUME_MINUTES = 60;

export const ussd = (settings: AfricasTalkingSettings): Channel => ({
  name: 'ussd',
  shows: { characters: 182, letters: 'gsm7', rightToLeft: false },
  // Nobody can be called to a screen.
  writesFirstBy: 'sms',

  async open(door: Door) {
    await takeForms(door, settings);
    door.routes.post<{ Body: Hop }>(`${UNDER}/ussd`, { schema: { body: hop } }, async ({ body }, reply) =>
      reply.type('text/plain').send(await answer(door, body)),
    );
  },

  // An answer is on the screen already: it went out as the answer to the call.
  send: async ({ reference }) => ({ receipt: reference }),
});

async function answer(door: Door, { sessionId, phoneNumber, text: keys = '' }: Hop): Promise<string> {
  const text = keys.replaceAll('\0', ''); // which the database cannot hold
  const from = { channel: 'ussd', at: phoneNumber };
  const kept = `session ${phoneNumber} ${sessionId}`;
  const known = (await door.memory.recall(kept, SESSION_MINUTES)) as Session | undefined;
  const earlier = known?.answers[text];
  if (earlier !== undefined) return earlier;

  const view = await walk(door, from, { sessionId, text, known });
  const screen = view.pages[view.page] ?? '';
  await door.memory.keep(kept, { text, view, answers: { ...known?.answers, [text]: screen } });
  await door.memory.keep(`last ${phoneNumber}`, view);
  if (screen.startsWith('END')) await sendDetails(door, from, view, sessionId);
  return screen;
}

async function walk(
  door: Door,
  from: Address,
  { sessionId, text, known }: { sessionId: string; text: string; known: Session | undefined },
): Promise<View> {
  const { parts, afresh } = typedSince(known?.text, text, known?.view ?? { choices: 0 });
  const ask: Ask = (step, message) => askAndHear(door, { id: idOf(sessionId, text, step), from, ...message });
  let view = afresh ? await dialled(door, from, parts, ask) : known?.view;
  for (const [step, part] of parts.entries()) view = await press(view, part, (message) => ask(step, message));
  return view ?? ask(parts.length, { command: 'menu' });
}

type Ask = (step: number, message: Pick<InboundMessage, 'text' | 'tapped' | 'command'>) => Promise<View>;

/** The same step of the same session has the same id, however often we hear of it. */
const idOf = (sessionId: string, text: string, step: number): string =>
  `${sessionId}/${createHash('sha256').update(text).digest('base64url').slice(0, 16)}/${step}`;

/** Whoever was cut off finds the question that was open. A dial string with keys in it begins at the menu. */
async function dialled(door: Door, from: Address, parts: string[], ask: Ask): Promise<View | undefined> {
  if (parts.length > 0) return /^\d{1,2}$/.test(parts[0] ?? '') ? ask(-1, { command: 'menu' }) : undefined;
  const last = (await door.memory.recall(`last ${from.at}`, RESUME_MINUTES)) as View | undefined;
  return last?.ends === false ? last : undefined;
}

/** One key, or some words, on what is on the screen. */
async function press(
  view: View | undefined,
  typed: string,
  ask: (message: Pick<InboundMessage, 'text' | 'tapped' | 'command'>) => Promise<View>,
): Promise<View> {
  if (view && typed === MORE && view.page < view.pages.length - 1) return { ...view, page: view.page + 1 };
  if (view && typed === BACK && view.page > 0) return { ...view, page: view.page - 1 };
  if (typed === BACK) return ask({ command: 'back' });
  if (typed === MENU) return ask({ command: 'menu' });
  const choice = /^\d$/.test(typed) ? Number(typed) : 0;
  const tapped = view?.prompt !== undefined && choice >= 1 && choice <= view.choices;
  return ask(tapped ? { text: typed, tapped: { prompt: view.prompt ?? 0, choice } } : { text: typed });
}

/** The operator hangs up after some ten seconds. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 100;

async function askAndHear(door: Door, message: InboundMessage): Promise<View> {
  await door.converse(message);
  // The same call may be on its way twice; then it is the other one that takes the turn, and we wait for its answer.
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const answers = answersTo(await door.history(message.from), message.id);
    if (answers.length > 0) return viewOf(answers);
    await pause(LOOK_MS);
  }
  throw new Problem('not_ready');
}

function answersTo(lines: HistoryLine[], id: string): HistoryLine[] {
  const asked = lines.findIndex((line) => line.id === id);
  if (asked < 0) return [];
  const next = lines.findIndex((line, i) => i > asked && line.mine);
  return lines.slice(asked + 1, next < 0 ? undefined : next);
}

function viewOf(answers: HistoryLine[]): View {
  const { choices = [], prompt, language } = answers.at(-1) ?? {};
  const said = answers.map(({ text }) => text).join('\n');
  const ends = prompt === undefined;
  const pages = screensOf({ text: said, choices }, ends, textsIn(language));
  return { pages, page: 0, choices: choices.length, ends, said, ...(prompt !== undefined && { prompt }) };
}

/** The screen is gone in a moment. What holds a date, a reference or a number is worth keeping on the phone. */
async function sendDetails(door: Door, from: Address, { said }: View, sessionId: string): Promise<void> {
  if (/\p{N}/u.test(said))
    await door.tell({ channel: 'sms', at: from.at }, { text: said, once: sessionId, asWith: from });
}
