import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { type Intent, understand } from './understand';

interface Row {
  readonly text: string;
  readonly lang: string;
  readonly reference?: string;
  readonly timeZone?: string;
  readonly prev?: string;
}

/** Reads JSON lines, writes one JSON line for each, in order: for measuring how well messages are understood. */
export async function understandLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  let waiting = '';
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    waiting += answer(line) + '\n';
    if (waiting.length < 65_536) continue;
    if (!output.write(waiting)) await once(output, 'drain');
    waiting = '';
  }
  if (waiting && !output.write(waiting)) await once(output, 'drain');
}

function answer(line: string): string {
  try {
    return JSON.stringify(measured(rowOf(line)));
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) });
  }
}

function rowOf(line: string): Row {
  const row = JSON.parse(line) as Partial<Row> | null;
  if (typeof row?.text !== 'string') throw new Error('A line needs a "text".');
  return { ...row, text: row.text, lang: row.lang ?? 'en' };
}

const defaultMoment = '2026-06-01T08:00:00';

function measured({ text, lang, reference = defaultMoment, timeZone = 'UTC', prev }: Row): Record<string, unknown> {
  const { intents, when, over, choice, name, dob, provider, specialty } = understand(text, {
    language: lang,
    reference,
    timeZone,
    prev,
  });
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

if (require.main === module) {
  // A reader that leaves early ("| head") is no error.
  process.stdout.on('error', () => process.exit(0));
  void understandLines(process.stdin, process.stdout);
}
