import path from 'node:path';
import { languages } from '../../src/conversation/phrases';
import { bookOf, keysInSources, type PhraseBook } from './phrase-book';
import { faultsOf, useFaults } from './rules';

const english = bookOf('en');
const sources = keysInSources(path.resolve(__dirname, '../..'), english);

test.each(languages)('the phrases of %s keep the rules', (language) => {
  expect(faultsOf(language, bookOf(language), english)).toEqual([]);
});

test('every phrase is said somewhere, and everything that is said is a phrase', () => {
  expect(useFaults(english, sources)).toEqual([]);
});

/** A check that has never failed proves nothing: each fault is planted once. */
describe('caught:', () => {
  const planted = (language: string, change: PhraseBook): string[] => {
    const book = { ...bookOf(language), ...change };
    return faultsOf(language, book, english);
  };
  const without = (language: string, key: string): PhraseBook => {
    const { [key]: _, ...rest } = bookOf(language);
    return rest;
  };

  test.each([
    ['an exclamation mark', 'en', { 'visits.kept': 'See you then!' }, 'visits.kept shouts'],
    ['one that stands upside down', 'es', { 'visits.kept': '¡Hasta entonces.' }, 'visits.kept shouts'],
    ['an invitation to write CANCEL', 'en', { 'repair.first': 'Sorry. Write CANCEL.' }, '"cancel"'],
    ['a choice that is a carrier word', 'en', { 'choice.yes': 'Yes' }, '"yes"'],
    ['a word that is one in French', 'fr', { 'repair.first': 'Écrivez ARRÊT.' }, '"arret"'],
    ['a choice that is one in Arabic', 'ar', { 'choice.cancel': 'إلغاء' }, 'carriers act'],
    ['a variable that got lost', 'sw', { 'booking.booked': 'Sawa, {{when}}.' }, 'booking.booked mentions'],
    ['a variable nobody knows', 'pt', { 'menu.ask': '{{clinicName}} {{nome}}?' }, 'menu.ask mentions'],
    ['a phrase that English does not have', 'hi', { 'menu.asked': 'क्या?' }, 'menu.asked is not'],
    ['a plural that the language does not have', 'sw', { 'unit.minutes_few': 'dakika {{number}}' }, 'minutes_few'],
    ['English that was left', 'fr', { 'visits.kept': 'Good. See you then.' }, 'still says "good"'],
    ['English in another script', 'hi', { 'choice.book': 'Book करें' }, 'still says "book"'],
    ['half a sentence', 'en', { 'booking.not_then': 'Nothing is free then, but soon after:' }, 'whole sentence'],
    ['a choice with a full stop', 'en', { 'choice.more': 'More.' }, 'ends like a sentence'],
    ['a space too many', 'en', { 'choice.more': 'More ' }, 'a space too many'],
  ])('%s', (_fault, language, change, said) => {
    expect(planted(language, change as PhraseBook).join('\n')).toContain(said);
  });

  test('a phrase that is missing', () => {
    expect(faultsOf('es', without('es', 'menu.ask'), english)).toEqual(['menu.ask is missing']);
  });

  test('a plural that is missing', () => {
    expect(faultsOf('ar', without('ar', 'unit.minutes_few'), english)).toEqual(['unit.minutes_few is missing']);
  });

  test('a phrase that nobody says', () => {
    expect(useFaults({ ...english, 'menu.joke': 'Ha.' }, sources)).toEqual(['menu.joke is never said']);
  });

  test('something said that is no phrase', () => {
    const said = new Set([...sources.said, 'booking.offr']);
    expect(useFaults(english, { ...sources, said })).toEqual(['booking.offr is said, but there is no such phrase']);
  });
});
