import type { Choice, Remembered } from '../../flows/vocabulary';
import type { Words } from '../outbox/put-in-outbox';
import { HOLD_MINUTES } from '../scheduling/book';
import { UNDO_MINUTES } from '../scheduling/cancel';
import type { Said } from './advance';
import { digitsOf, languageName, type Locale, numberIn } from './locale';
import { isRightToLeft, phrase, type Vars } from './phrases';
import type { Reader } from './reader';
import { exampleDateIn, shortWhenIn, whenIn } from './times-in-words';

/** Puts what a turn said into the patient's language, as one message: whole sentences, and the open question last. */
export function inWords(said: Said[], reader: Reader): Words {
  const { language } = reader.locale;
  return {
    text: said.map((each) => sentence(each, said, reader)).join(' '),
    choices: labelsOf(said.at(-1)?.question?.choices ?? [], reader),
    language,
    digits: digitsOf(reader.locale),
  };
}

/** The choices as the patient reads them. */
const labelsOf = (choices: Choice[], reader: Reader): string[] =>
  choices.map(({ label, vars = {} }) =>
    spoken(label, { ...common(reader), ...vars, ...derived(vars, reader) }, reader),
  );

/** To recognise one by its words: an hour that is said in two ways would be two hours. */
export const labelsToHear = (choices: Choice[], reader: Reader): string[] =>
  labelsOf(choices, { ...reader, locale: { ...reader.locale, oneClock: true } });

function sentence(each: Said, said: Said[], reader: Reader): string {
  const { phrase: key, remembered } = each;
  const variants = circumstances(each, said, reader).map((circumstance) => `${key}_${circumstance}`);
  const vars = { ...common(reader), ...mentioned(remembered), minutes: minutesFor(key, reader.locale) };
  return spoken([...variants, key], { ...vars, ...derived(vars, reader) }, reader);
}

/** When these hold, a phrase may have another wording under its key with this ending. */
function circumstances(each: Said, said: Said[], { clinic }: Reader): string[] {
  const question = said.at(-1)?.question;
  return [
    ...(question?.choices.length === 0 ? ['open'] : []), // no list to answer with a digit
    ...(clinic.phone === '' ? ['no_phone'] : []),
    ...(each !== said[0] ? ['after'] : []), // something was said before it
  ];
}

function spoken(key: string | string[], vars: Vars, { locale: { language } }: Reader): string {
  const said = phrase(language, key, isRightToLeft(language) ? apart(vars, RTL) : apart(vars, LTR));
  // A variable that ends in a point of its own ("1:30 p.m.") may stand at the end of a sentence.
  return said.replace(/(?<!\.)\.\.(?!\.)/g, '.');
}

const LTR = { foreign: /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}]/u };
const RTL = { foreign: /[\p{Script=Latin}\p{Script=Devanagari}\p{Script=Ethiopic}]|^\+/u };

/** What runs the other way is set apart (U+2068 … U+2069), or it would pull the words around it out of their order. */
function apart(vars: Vars, { foreign }: typeof LTR): Vars {
  const set = (value: unknown): unknown =>
    typeof value === 'string' && foreign.test(value) ? `\u2068${value}\u2069` : value;
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, set(value)]));
}

const common = ({ clinic, locale }: Reader): Vars => ({
  clinicName: clinic.name,
  ...(clinic.phone && { clinicPhone: clinic.phone }),
  emergency: clinic.emergency,
  exampleDate: exampleDateIn(locale),
});

/** What a phrase may mention is exactly what is remembered. A visit outdoes the time that was chosen before it. */
function mentioned({ visit, chosen, patient, wanted, ...rest }: Remembered): Vars {
  return { ...rest, ...wanted, ...(patient && { patient: patient.name }), ...chosen, ...visit };
}

function derived({ starts, zone, specialty, newLanguage }: Vars, { locale, specialties }: Reader): Vars {
  return {
    ...(typeof starts === 'string' &&
      typeof zone === 'string' && {
        when: whenIn(starts, zone, locale),
        shortWhen: shortWhenIn(starts, zone, locale),
      }),
    ...(typeof specialty === 'string' && { specialtyName: specialties.get(specialty) ?? specialty }),
    ...(typeof newLanguage === 'string' && { languageName: languageName(newLanguage) }),
  };
}

const LASTS: Record<string, number> = { 'booking.who': HOLD_MINUTES, 'cancel.done': UNDO_MINUTES };

function minutesFor(key: string, locale: Locale): string | undefined {
  const count = LASTS[key];
  if (count === undefined) return undefined;
  return phrase(locale.language, 'unit.minutes', { count, number: numberIn(count, locale) });
}
