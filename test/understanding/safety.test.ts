import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from '../../src/understanding/meaning/language';
import { everyWay, safetyIn } from '../../src/understanding/meaning/safety';
import { tokens } from '../../src/understanding/meaning/tokens';
import { said } from './said';

interface Phrases {
  emergency: string[];
  self_harm: string[];
  harmless: string[];
}

const folder = join(__dirname, 'safety-phrases');
const sets = readdirSync(folder).map((file): [string, Phrases] => [
  file.slice(0, 2),
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Phrases,
]);

describe.each(sets)('danger in %s', (code, phrases) => {
  const language = languageOf(code)!;
  const dangerous = [...phrases.emergency, ...phrases.self_harm];
  const missed = dangerous.filter((text) => !safetyIn(text, language));
  const alarms = phrases.harmless.filter((text) => safetyIn(text, language));
  const recall = 1 - missed.length / dangerous.length;
  const falseAlarms = alarms.length / phrases.harmless.length;
  const figures = `${code}: heard ${(100 * recall).toFixed(1)} % of ${dangerous.length}, false alarms ${(100 * falseAlarms).toFixed(1)} % of ${phrases.harmless.length}`;

  test(figures, () => {
    expect(dangerous.length).toBeGreaterThanOrEqual(60);
    expect(new Set(phrases.harmless).size).toBeGreaterThanOrEqual(120);
    expect({ missed: recall >= 0.98 ? [] : missed, alarms: falseAlarms <= 0.01 ? [] : alarms }).toEqual({
      missed: [],
      alarms: [],
    });
  });

  test('no phrase is both dangerous and harmless', () => {
    const { fillers, groups, harmless, emergency, self_harm: selfHarm } = language.safety;
    const silent = new Set(tokens(fillers));
    const plain = (lines: readonly string[]): string[] =>
      lines
        .flatMap((line) => everyWay(line, groups))
        .map((line) =>
          tokens(line)
            .filter((word) => !silent.has(word))
            .join(' '),
        );
    const quiet = new Set(plain(harmless));
    const sure = plain([...emergency.sure, ...selfHarm.sure]).filter((line) => line.includes(' '));
    expect(sure.filter((line) => quiet.has(line))).toEqual([]);
  });
});

test('exact words act, doubtful ones ask', () => {
  expect(said('my dad is not breathing').safety).toMatchObject({ kind: 'emergency', sure: true });
  expect(said('I have chest pain').safety).toMatchObject({ kind: 'emergency', sure: false });
  expect(said('I want to kill myself').safety).toMatchObject({ kind: 'self_harm', sure: true });
  expect(said('my back is killing me').safety).toBeUndefined();
});

test('danger is heard in another language than the conversation', () =>
  expect(said('mi papá no respira, ayuda por favor', 'en').safety?.kind).toBe('emergency'));
