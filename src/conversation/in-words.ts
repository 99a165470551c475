import type { Choice, Offer, Remembered, Wanted } from '../../flows/vocabulary';
import type { Database } from '../database/statements';
import type { Words } from '../outbox/put-in-outbox';
import { HOLD_MINUTES } from '../scheduling/book';
import { UNDO_MINUTES } from '../scheduling/cancel';
import type { Said } from './advance';
import { askedIn, commaIn, isDescribable } from './asked-in-words';
import { digitsOf, languageName, moneyIn, numberIn } from './locale';
import { firstOf, isRightToLeft, phrase, variablesOf, type Vars, writtenIn } from './phrases';
import { filledIn, nameOf, templatesOf, variablesOfTemplate } from './templates';
import { type Reader, type Reading, readerOf } from './reader';
import { datesIn, dayIn, exampleDateIn, shortWhenIn, whenIn } from './times-in-words';

/** What a turn said, for somebody of this language and clinic. */
export const wordsFor = async (db: Database, said: Said[], reading: Reading): Promise<Words> =>
  inWords(said, await readerOf(db, reading, said));

/** Puts what a turn said into the patient's language, as one message: whole sentences, and the open question last. */
export function inWords(said: Said[], reader: Reader): Words {
  const { language } = reader.locale;
  return {
    text: said.flatMap((each) => sentence(each, said, reader)).join(' '),
    choices: labelsOf(said.at(-1)?.question?.choices ?? [], reader),
    language,
    digits: digitsOf(reader.locale),
    ...templated(said, reader),
  };
}

/** The same in words that WhatsApp has approved, for when it lets nothing else through. */
function templated([only, ...others]: Said[], reader: Reader): Pick<Words, 'template'> {
  if (!only || others.length > 0) return {};
  const language = writtenIn(reader.locale.language);
  const key = firstOf(keysOf(only, [only], reader));
  const template = templatesOf(language)[key];
  if (!template) return {};
  const vars = mentioned(only.remembered);
  const values = variablesOfTemplate(template).map((name) => String(written(name, vars, reader) ?? ''));
  const text = filledIn(template, values);
  return { template: { name: nameOf(key, template), language, values, text, buttons: template.buttons.length } };
}

/** The choices as the patient reads them. */
const labelsOf = (choices: Choice[], reader: Reader): string[] =>
  choices.map(({ label, vars = {} }) => spoken([label], vars, reader));

/** To recognise one by its words: an hour that is said in two ways would be two hours. */
export const labelsToHear = (choices: Choice[], reader: Reader): string[] =>
  labelsOf(choices, { ...reader, locale: { ...reader.locale, oneClock: true } });

/** How long a time is held, and for how long a visit that was given up can be taken back. */
const LASTS: Record<string, number> = { 'booking.who': HOLD_MINUTES, 'cancel.done': UNDO_MINUTES };

function sentence(each: Said, said: Said[], reader: Reader): string[] {
  const { phrase: key, remembered, put = 1 } = each;
  const keys = put > 1 ? inOtherWords(each, said) : [];
  if (!keys) return [];
  return [spoken([...keys, ...keysOf(each, said, reader)], { ...mentioned(remembered), minutes: LASTS[key] }, reader)];
}

/** Nobody understands better what is repeated word for word: a question is put again more simply, and then by its choices alone. */
function inOtherWords({ phrase: key, question, put = 1 }: Said, said: Said[]): string[] | undefined {
  if (said[0]?.phrase === 'repair.which') return undefined; // that is the question
  if (put % 2 === 0) return [`${key}_simpler`];
  if (question?.choices.length) return said.length > 1 ? undefined : [];
  return [`simpler.${question?.expects}`];
}

const keysOf = (each: Said, said: Said[], reader: Reader): string[] => [
  ...circumstances(each, said, reader).map((circumstance) => `${each.phrase}_${circumstance}`),
  each.phrase,
];

/** A price is named only where the clinic has named one. */
const isStep = (step: string | undefined, { cost }: Reader['clinic']): step is string =>
  step === 'release' || (step === 'attend' && cost !== undefined);

/** When these hold, a phrase may have another wording under its key with this ending. */
function circumstances(each: Said, said: Said[], reader: Reader): string[] {
  const question = said.at(-1)?.question;
  const { wanted } = each.remembered;
  return [
    ...(each.question && (each.put ?? 1) === 1 ? whereIn(each.remembered, reader) : []), // once is enough
    ...(wanted.nowhere ? ['nowhere'] : []),
    ...(isDescribable(wanted) ? ['asked'] : []),
    ...(question?.choices.length === 0 ? ['open'] : []), // no list to answer with a digit
    ...(reader.clinic.phone === '' ? ['no_phone'] : []),
    ...(each !== said[0] ? ['after'] : []), // something was said before it
    ...(each.remembered.toldBefore ? ['update'] : []),
    ...(isStep(each.remembered.step, reader.clinic) ? [each.remembered.step] : []),
  ];
}

/** The times that are shown are not here, or not where they were looked for. */
function whereIn({ offers, wanted }: Remembered, { clinic }: Reader): string[] {
  const [first] = offers;
  if (first && wanted.notIn) return ['not_there'];
  if (!first?.town || !offers.every(isAt(first)) || isAt(clinic)(first)) return [];
  return [wanted.clinicId || wanted.placeId || wanted.providerId ? 'there' : 'far'];
}

const isAt =
  (there: Offer | { id: number } | undefined) =>
  (offer: Offer | undefined): boolean =>
    offer?.clinicId === (there && ('clinicId' in there ? there.clinicId : there.id));

/** What a phrase may mention is exactly what is remembered. A visit outdoes the time that was chosen before it. */
const mentioned = ({ visit, chosen, patient, wanted, ...rest }: Remembered): Vars => ({
  ...{ ...rest, ...wanted },
  ...(rest.offers[0] && { clinic: rest.offers[0].clinic }),
  ...(patient && { patient: patient.name }),
  ...{ ...chosen, ...visit },
});

function spoken(keys: string[], vars: Vars, reader: Reader): string {
  const { language } = reader.locale;
  const key = firstOf(keys);
  const filled = variablesOf(language, key).map((name) => [name, apart(written(name, vars, reader), language)]);
  const said = phrase(language, key, { ...Object.fromEntries(filled), count: vars.times });
  // A variable that ends in a point of its own ("1:30 p.m.") may stand at the end of a sentence.
  return said.replace(/(?<!\.)\.\.(?!\.)/g, '.');
}

/** What is not written down as it is remembered: for each variable, how it is made. */
const WRITTEN: Record<string, (vars: Vars, reader: Reader) => string | undefined> = {
  clinicName: (_, { clinic }) => clinic.name,
  clinicPhone: (_, { clinic }) => clinic.phone || undefined,
  cost: (_, { clinic, locale }) => clinic.cost && moneyIn(clinic.cost, locale),
  emergency: (_, { clinic }) => clinic.emergency,
  // The cast: what is remembered under this name (flows/vocabulary.ts), as it came through JSON.
  asked: (vars, { locale }) => askedIn(vars as Wanted, locale),
  clinic: ({ clinic, offers }) => String(clinic ?? (offers as Offer[] | undefined)?.[0]?.clinic ?? ''),
  place: ({ notIn }) => notIn as string | undefined, // the cast: as it is remembered under this name
  where: ({ offers }, { locale }) => {
    const [first] = (offers as Offer[] | undefined) ?? [];
    return [first?.clinic, first?.town].filter(Boolean).join(commaIn(locale));
  },
  town: ({ offers }) => (offers as Offer[] | undefined)?.[0]?.town,
  exampleDate: (_, { locale }) => exampleDateIn(locale),
  when: ({ starts, zone }, { locale }) => (starts ? whenIn(String(starts), String(zone), locale) : undefined),
  shortWhen: ({ starts, zone }, { locale }) => (starts ? shortWhenIn(String(starts), String(zone), locale) : undefined),
  born: ({ born }, { locale }) => (born ? dayIn(String(born), locale) : '?'),
  // The cast: what is remembered under this name is a plan (flows/vocabulary.ts), as it came through JSON.
  dates: ({ plan }, { locale }) => (plan ? datesIn(plan as Offer[], locale) : undefined),
  specialtyName: ({ specialty }, { specialties }) =>
    specialty ? (specialties.get(String(specialty)) ?? String(specialty)) : undefined,
  languageName: ({ newLanguage }) => (newLanguage ? languageName(String(newLanguage)) : undefined),
  times: ({ times }, { locale }) => (typeof times === 'number' ? numberIn(times, locale) : undefined),
  minutes: ({ minutes }, reader) => minutesIn(minutes, reader),
  delay: ({ delay }, reader) => minutesIn(delay, reader),
};

const minutesIn = (minutes: unknown, { locale }: Reader): string | undefined =>
  typeof minutes === 'number'
    ? phrase(locale.language, 'unit.minutes', { count: minutes, number: numberIn(minutes, locale) })
    : undefined;

const written = (name: string, vars: Vars, reader: Reader): unknown =>
  Object.hasOwn(WRITTEN, name) ? WRITTEN[name]?.(vars, reader) : vars[name];

const FOREIGN_TO = {
  leftToRight: /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}]/u,
  rightToLeft: /[\p{Script=Latin}\p{Script=Devanagari}\p{Script=Ethiopic}]|^\+/u,
};

/** What runs the other way is set apart (U+2068 … U+2069), or it would pull the words around it out of their order. */
function apart(value: unknown, language: string): unknown {
  const foreign = isRightToLeft(language) ? FOREIGN_TO.rightToLeft : FOREIGN_TO.leftToRight;
  return typeof value === 'string' && foreign.test(value) ? `\u2068${value}\u2069` : value;
}
