import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { languageName } from '../../src/conversation/locale';
import { languageOf } from '../../src/understanding/meaning/language';
import { type SafetyAlarm, safetyIn } from '../../src/understanding/meaning/safety';
import { rewriting } from '../rewriting';

interface Phrases {
  emergency: string[];
  self_harm: string[];
  harmless: string[];
}

const folder = path.join(__dirname, 'safety-phrases');
const page = path.resolve(__dirname, '../../docs/safety.md');
const BEGIN = '<!-- written by the tests: npm test -- test/understanding/safety-page -u -->';
const END = '<!-- end -->';
const TITLES = [
  'language',
  'sentences of danger',
  'heard',
  'of these acted on at once',
  'asked about first',
  'harmless sentences',
  'false alarms',
  'false questions',
];

function rowOf(code: string): string {
  const phrases = JSON.parse(readFileSync(path.join(folder, `${code}.json`), 'utf8')) as Phrases;
  const language = languageOf(code);
  if (!language) throw new Error(`Nothing has been learned of ${code}`);
  const alarms = (texts: string[]): SafetyAlarm[] => texts.flatMap((text) => safetyIn(text, language) ?? []);
  const dangerous = [...phrases.emergency, ...phrases.self_harm];
  const heard = alarms(dangerous);
  const sure = heard.filter((alarm) => alarm.sure).length;
  const wrong = alarms(phrases.harmless);
  const wronglySure = wrong.filter((alarm) => alarm.sure).length;
  return [
    `${languageName(code)} (${code})`,
    ...[dangerous.length, share(heard.length, dangerous.length), sure, heard.length - sure, phrases.harmless.length],
    share(wronglySure, phrases.harmless.length),
    share(wrong.length - wronglySure, phrases.harmless.length),
  ].join(' | ');
}

const share = (some: number, all: number): string => `${some} (${((100 * some) / all).toFixed(1)} %)`;

const table = (): string =>
  [
    BEGIN,
    `| ${TITLES.join(' | ')} |`,
    `|${'---|'.repeat(TITLES.length)}`,
    ...readdirSync(folder).map((file) => `| ${rowOf(path.basename(file, '.json'))} |`),
    END,
  ].join('\n');

const tableIn = (text: string): string => text.slice(text.indexOf(BEGIN), text.indexOf(END) + END.length);

test('docs/safety.md says how words of danger are heard today, and how often harmless ones are taken for them', () => {
  const written = readFileSync(page, 'utf8');
  if (rewriting) writeFileSync(page, written.replace(tableIn(written), table()));
  else expect(tableIn(written)).toBe(table());
});

test('caught: a figure that is no longer true', () => {
  const written = readFileSync(page, 'utf8').replace(/\(0\.0 %\)/, '(9.9 %)');
  expect(tableIn(written)).not.toBe(table());
});
