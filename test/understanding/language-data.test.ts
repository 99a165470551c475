import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intents } from '../../src/understanding/meaning/intents';
import { languageOf, localesFolder, understoodLanguages } from '../../src/understanding/meaning/language';
import { seeded } from '../../src/understanding/meaning/learner';
import { decode } from '../../src/understanding/meaning/linear-model';
import { sourceOf } from '../../src/understanding/meaning/learn-tables';
import { sentence } from '../../src/understanding/meaning/phrase-bank';
import { judge } from '../../src/understanding/meaning/judge';
import { specialties } from '../../src/understanding/meaning/specialty';

const first = ['ar', 'en', 'es', 'fr', 'hi', 'pt', 'sw'];
const file = (code: string, name: string): Buffer => readFileSync(join(localesFolder, code, name));

test('the first set of languages is there', () => expect(understoodLanguages()).toEqual(expect.arrayContaining(first)));

describe.each(understoodLanguages())('%s', (code) => {
  const language = languageOf(code)!;

  test('its table was learned from its phrases (npm run learn)', () =>
    expect(decode(file(code, 'intents.table')).source).toBe(sourceOf(file(code, 'intents.json'))));

  test('it knows every specialty', () =>
    expect(Object.keys(language.words.specialties).sort()).toEqual([...specialties].sort()));

  test('it names only intents that exist', () => {
    const named = [...Object.keys(language.words.commands), ...Object.keys(language.bank.phrases)];
    expect(named.filter((name) => !(intents as readonly string[]).includes(name))).toEqual([]);
  });

  test('its phrases name only groups that exist, and nearly all mean what they stand for', () => {
    const pick = seeded(7);
    const wrong = Object.entries(language.bank.phrases).flatMap(([intent, templates]) =>
      templates
        .map((template) => sentence(template, language.bank, pick))
        .filter((text) => !judge(text, language).intents.includes(intent as never)),
    );
    const all = Object.values(language.bank.phrases).flat().length;
    expect(wrong.length / all).toBeLessThan(0.12);
  });
});
