import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { AskModel } from './model/ask-model';
import { type Command, COMMANDS } from './model/grammar';
import { type Intent, understand, type Understood } from './understand';

interface Row {
  readonly text: string;
  readonly lang: string;
  readonly reference?: string;
  readonly timeZone?: string;
  readonly prev?: string;
}

/**
 * Reads JSON lines, writes one JSON line for each, in order: for measuring how well messages are understood. A language model
 * is asked where the rules are in doubt, if there is one.
 */
export async function understandLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  ask?: AskModel,
): Promise<void> {
  let waiting = '';
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    waiting += (ask ? await answerWith(line, ask) : answer(line)) + '\n';
    if (waiting.length < 65_536) continue;
    if (!output.write(waiting)) await once(output, 'drain');
    waiting = '';
  }
  if (waiting && !output.write(waiting)) await once(output, 'drain');
}

function answer(line: string): string {
  try {
    const row = rowOf(line);
    return JSON.stringify(measured(heardIn(row)));
  } catch (error) {
    return wrong(error);
  }
}

async function answerWith(line: string, ask: AskModel): Promise<string> {
  try {
    const row = rowOf(line);
    const heard = heardIn(row);
    return JSON.stringify({ ...measured(heard), ...(isInDoubt(heard) && (await secondOpinion(row, ask))) });
  } catch (error) {
    return wrong(error);
  }
}

const wrong = (error: unknown): string =>
  JSON.stringify({ error: error instanceof Error ? error.message : String(error) });

/** The same doubt as in a conversation: nothing was understood, or something that no clinic does. */
const isInDoubt = ({ intents, confidence, safety }: Understood): boolean =>
  !safety && (intents[0] === 'out_of_scope' || confidence < SURE_ENOUGH);
const SURE_ENOUGH = 0.55;

async function secondOpinion(row: Row, ask: AskModel): Promise<Record<string, unknown>> {
  const { text, lang: language, prev, reference = defaultMoment } = row;
  const today = reference.slice(0, 10);
  const question = prev === undefined ? {} : { question: prev };
  const { heard } = await ask({ text, language, today, commands: COMMANDS, names: [], ...question });
  const { command, need, day } = heard;
  return {
    ...(command && { intents: [labelOf[command]] }),
    ...(day && { date: day }),
    ...(need && { specialty: need }),
  };
}

const labelOf: Record<Command, string> = {
  book: 'book',
  move: 'reschedule',
  cancel: 'cancel',
  my_visits: 'check_booking',
  waiting_list: 'book',
  running_late: 'reschedule',
  person: 'human',
  other_times: 'reschedule',
};

function rowOf(line: string): Row {
  const row = JSON.parse(line) as Partial<Row> | null;
  if (typeof row?.text !== 'string') throw new Error('A line needs a "text".');
  return { ...row, text: row.text, lang: row.lang ?? 'en' };
}

const defaultMoment = '2026-06-01T08:00:00';

const heardIn = ({ text, lang, reference = defaultMoment, timeZone = 'UTC', prev }: Row): Understood =>
  understand(text, { language: lang, reference, timeZone, ...(prev !== undefined && { prev }) });

function measured(understood: Understood): Record<string, unknown> {
  const { intents, when, over, choice, name, dob, provider, specialty } = understood;
  const { date, time, from, to, part } = when ?? over ?? {};
  return {
    intents: [...new Set(intents.map(published))],
    date,
    time,
    from,
    to,
    part,
    choice,
    name: name?.full,
    dob,
    provider: provider?.name,
    specialty,
  };
}

/** The label set for measuring is smaller than ours. */
const published = (intent: Intent): string => publicName[intent] ?? intent;
const publicName: Partial<Record<Intent, string>> = {
  menu: 'help',
  back: 'abort',
  start_over: 'abort',
  undo: 'abort',
  stop_messages: 'abort',
  start_messages: 'out_of_scope',
  waiting_list: 'book',
  running_late: 'reschedule',
  wrong_number: 'deny',
  my_data: 'out_of_scope',
  erase_data: 'out_of_scope',
  feedback: 'out_of_scope',
  pay: 'out_of_scope',
};
