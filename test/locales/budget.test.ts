import { languages } from '../../src/conversation/phrases';
import { isGsm7, segmentsOf } from '../../src/outbox/segments';
import type { Question } from '../../flows/vocabulary';
import { CLINICS, longestMemory, readerAt } from './longest';
import { asSent, speaking } from './prompts';

/** An SMS in the alphabet of 7 bits holds more than twice as much, so those languages get by with one less. */
const WIDE = new Set(languages.filter((language) => !['en', 'es', 'fr', 'pt', 'sw'].includes(language)));
const budgetOf = (language: string): number => (WIDE.has(language) ? 3 : 2);

/** What a flow says on the way to a question, in the same message. */
const ON_THE_WAY: Record<string, string[]> = {
  'booking.offer': ['booking.not_then', 'booking.just_taken', 'booking.you_are_elsewhere'],
  'move.offer': ['booking.not_then', 'move.just_taken', 'booking.you_are_elsewhere'],
  'affected.others': ['booking.not_then', 'move.just_taken', 'booking.you_are_elsewhere'],
  'identity.birth_date': ['identity.not_recognised'],
};
/** What is said at any moment before the open question is put again. It is rare, and may cost a little more. */
const AT_ANY_MOMENT = [
  'repair.first',
  'repair.second',
  'courtesy.thanks',
  'courtesy.help',
  'courtesy.bot',
  'person.called',
  'when.no_such_day',
  'when.no_such_hour',
  'when.over',
  'anytime.slow_down',
];
const MORE_THEN = 2;

const everywhere = languages.flatMap((language) => CLINICS.map((clinic) => ({ language, name: clinic.name, clinic })));

describe.each(everywhere)('$language at $name', ({ language, clinic }) => {
  const reader = readerAt(clinic, language);
  const memory = longestMemory(clinic, reader);
  const apart = { ...memory, offers: memory.offers.map((offer, clinicId) => ({ ...offer, clinicId })) };
  const away = { ...memory, offers: memory.offers.map((offer) => ({ ...offer, clinicId: 2 })) };
  const questions = speaking().flatMap(({ flow, state, ask }) =>
    ask ? [memory, apart, away].map((known) => ({ flow, state, question: ask(known) })) : [],
  );
  const cost = (question: Question | string, before: string[] = []): number =>
    segmentsOf(asSent(question, before, memory, reader));

  test('every question with its choices keeps to the budget, and so does what a flow says before it', () => {
    const dear = questions.flatMap(({ flow, state, question }) =>
      [[], ...(ON_THE_WAY[question.phrase] ?? []).map((said) => [said])]
        .filter((before) => cost(question, before) > budgetOf(language))
        .map((before) => [flow, state, ...before].join(' ')),
    );
    expect(dear).toEqual([]);
  });

  test('and everything that is only said', () => {
    const says = [...new Set(speaking().flatMap(({ says }) => says)), ...AT_ANY_MOMENT];
    expect(says.filter((phrase) => cost(phrase) > budgetOf(language))).toEqual([]);
  });

  test('a question that is put again after something else costs little more', () => {
    const before = AT_ANY_MOMENT.map((said) => ({ said, text: asSent(said, [], memory, reader) }));
    const dear = questions.flatMap(({ flow, state, question }) => {
      const asked = asSent(question, [], memory, reader);
      return before
        .filter(({ text }) => segmentsOf(`${text} ${asked}`) > budgetOf(language) + MORE_THEN)
        .map(({ said }) => `${flow} ${state} after ${said}`);
    });
    expect(dear).toEqual([]);
  });

  test('choices are at most five, and no two of a question read the same', () => {
    const labelled = questions.map(({ question }) => asSent(question, [], memory, reader).split('\n').slice(1));
    for (const [i, lines] of labelled.entries()) {
      const { choices, phrase } = (questions[i] as (typeof questions)[number]).question;
      expect(choices.length).toBeLessThanOrEqual(5);
      if (!TIMES.has(phrase)) expect(new Set(lines.map((line) => line.slice(3))).size).toBe(lines.length);
    }
  });

  if (!WIDE.has(language))
    test('nothing takes the text out of the cheap alphabet, but languages that are named in themselves', () => {
      const texts = questions
        .filter(({ question }) => question.phrase !== 'language.ask')
        .map(({ question }) => asSent(question, [], memory, reader));
      expect(texts.filter((text) => !isGsm7(text))).toEqual([]);
    });
});

/** Here the longest time stands on every line. */
const TIMES = new Set(['booking.offer', 'move.offer', 'visits.which', 'affected.ask', 'affected.others']);

test('caught: a question that has grown too long', () => {
  const [clinic] = CLINICS;
  const reader = readerAt(clinic as (typeof CLINICS)[number], 'hi');
  const memory = longestMemory(clinic as (typeof CLINICS)[number], reader);
  const patient = { ...memory, visit: { ...memory.visit, patient: 'क'.repeat(120) } } as typeof memory;
  const ask = speaking().find(({ flow, state }) => flow === 'my_visits' && state === 'picked')?.ask;
  expect(segmentsOf(asSent((ask as NonNullable<typeof ask>)(patient), [], patient, reader))).toBeGreaterThan(3);
});

test('caught: a phrase that mentions what is not known', () => {
  const [clinic] = CLINICS;
  const reader = readerAt(clinic as (typeof CLINICS)[number], 'en');
  const { visit: _, chosen: __, ...memory } = longestMemory(clinic as (typeof CLINICS)[number], reader);
  expect(() => asSent('booking.booked', [], memory, reader)).toThrow('{{when}}, which is not known here');
});
