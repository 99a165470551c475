import fs from 'node:fs';
import path from 'node:path';
import { parse } from './script';

/** The dialogues of each language, all of them played by play.test.ts; here it is only seen that none of these is missing. */
const FILES: Record<string, string> = {
  en: 'booking.txt',
  es: 'in-spanish.txt',
  fr: 'in-french.txt',
  pt: 'in-portuguese.txt',
  sw: 'in-swahili.txt',
  ar: 'in-arabic.txt',
  hi: 'in-hindi.txt',
};

const dialoguesOf = (language: string) =>
  parse(fs.readFileSync(path.join(__dirname, FILES[language] ?? ''), 'utf8')).map(({ lines }) => {
    const said = (who: string): string[] => lines.filter((line) => line.who === who).map(({ text }) => text);
    const booked = said('then').some((text) => /^\S+ has (a|1) visit/.test(text));
    const most = said('then').flatMap((text) => /^Ann wrote at most (\d+) messages$/.exec(text)?.[1] ?? []);
    return { booked, most: Number(most[0]), known: said('given').some((text) => text.startsWith('Ann is known')), ann: said('Ann') };
  });

describe.each(Object.keys(FILES))('in %s', (language) => {
  const booking = dialoguesOf(language).filter(({ booked }) => booked);

  test('somebody new has a visit after four messages in their own words', () => {
    expect(booking.filter(({ known, most }) => !known && most <= 4).length).toBeGreaterThan(0);
  });

  test('and after four from the first hello, by digits until they say who they are', () => {
    const byDigits = booking.filter(({ known, most, ann }) => !known && most <= 4 && /^\d$/.test(ann[1] ?? '') && /^\d$/.test(ann[2] ?? ''));
    expect(byDigits.length).toBeGreaterThan(0);
  });

  test('somebody known has one after two', () => {
    expect(booking.filter(({ known, most }) => known && most <= 2).length).toBeGreaterThan(0);
  });
});
