import { z } from 'zod';
import { specialties } from '../meaning/specialty';

/**
 * All that a language model can say to us. It picks one of the commands that the open question leaves, and quotes the words
 * that justify each part; what is not in this grammar cannot be heard. A yes and the choice of a time are not in it, because
 * those are for the patient's own digit.
 */
export const COMMANDS = [
  'book',
  'move',
  'cancel',
  'my_visits',
  'waiting_list',
  'running_late',
  'person',
  'other_times',
] as const;

export type Command = (typeof COMMANDS)[number];

const quoted = z.string().max(200);

const answerAmong = (commands: readonly Command[]) =>
  z.strictObject({
    command: z.enum([...commands, 'unclear']),
    command_words: quoted,
    need: z.enum(specialties).nullable(),
    need_words: quoted.nullable(),
    day: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/)
      .nullable(),
    day_words: quoted.nullable(),
    for_somebody_else: z.boolean(),
    for_words: quoted.nullable(),
  });

export type Answer = z.output<ReturnType<typeof answerAmong>>;

export interface Grammar {
  read(answer: unknown): Answer;
  /** The same as a JSON schema, in the strict form that endpoints ask for: everything required, nothing beside it. */
  schema: Record<string, unknown>;
}

const grammars = new Map<string, Grammar>();

/** What may be answered while these commands make sense. */
export function grammarOf(commands: readonly Command[]): Grammar {
  const key = commands.join();
  const known = grammars.get(key);
  if (known) return known;
  const answer = answerAmong(commands);
  const made = { read: (given: unknown) => answer.parse(given), schema: z.toJSONSchema(answer, { target: 'draft-7' }) };
  grammars.set(key, made);
  return made;
}

/** What is left of an answer once every part whose words are not in the message has been thrown away. */
export interface Justified {
  command?: Command;
  need?: string;
  day?: string;
  forSomebodyElse?: boolean;
}

export function justified(given: Answer, message: string, today: string): Justified {
  const said = plain(message);
  const stands = (words: string | null): boolean =>
    words !== null && plain(words).length > 1 && said.includes(plain(words));
  if (given.command === 'unclear' || !stands(given.command_words)) return {};
  return {
    command: given.command,
    ...(given.need && stands(given.need_words) && { need: given.need }),
    ...(given.day && stands(given.day_words) && isSoon(given.day, today) && { day: given.day }),
    ...(given.for_somebody_else && stands(given.for_words) && { forSomebodyElse: true }),
  };
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

const A_YEAR = 366 * 24 * 60 * 60 * 1000;

function isSoon(day: string, today: string): boolean {
  const distance = Date.parse(day) - Date.parse(today);
  return distance >= 0 && distance < A_YEAR; // an impossible day gives NaN, and no
}
