import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { languages } from '../../src/conversation/phrases';
import { nameOf, numbered, type Template, templatesOf, variablesOfTemplate } from '../../src/conversation/templates';
import { bookOf, variablesIn } from './phrase-book';

/** What WhatsApp does not approve, and what would not fit the phrase that it stands for. */
function faultsOf(
  key: string,
  template: Template,
  phrase: string | undefined,
  english: Template | undefined,
): string[] {
  const { body, buttons } = template;
  const own = variablesOfTemplate(template).sort().join();
  return [
    ...(phrase === undefined ? [`${key} stands for no phrase`] : []),
    ...(phrase !== undefined && own !== variablesIn(phrase).sort().join() ? [`${key} mentions ${own}`] : []),
    ...(/^\{\{|\}\}$/.test(body) ? [`${key} begins or ends with what is filled in`] : []),
    ...(/\}\}\s*\{\{/.test(body) ? [`${key} fills in twice in a row`] : []),
    ...(body.length > 1024 || /[\n\t]/.test(body) ? [`${key} is too long, or has several lines`] : []),
    ...(buttons.some((label) => label.length === 0 || label.length > 20)
      ? [`${key} has a button that does not fit`]
      : []),
    ...(new Set(buttons).size < buttons.length ? [`${key} has two buttons that read the same`] : []),
    ...(buttons.length !== english?.buttons.length ? [`${key} has other buttons than in English`] : []),
  ];
}

const english = templatesOf('en');
const faults = (language: string, templates = templatesOf(language)): string[] => {
  const book = bookOf(language);
  const missing = Object.keys(english).filter((key) => !templates[key]);
  return [
    ...missing.map((key) => `${key} is missing`),
    ...Object.entries(templates).flatMap(([key, template]) => faultsOf(key, template, book[key], english[key])),
  ];
};

test.each(languages)('the templates of %s can be approved and filled in', (language) => {
  expect(faults(language)).toEqual([]);
});

test.each([
  ['what is filled in at the end', { body: '{{clinicName}} {{patient}} {{when}}' }, 'begins or ends'],
  ['a variable that got lost', { body: 'Will you come to {{clinicName}}?' }, 'mentions clinicName'],
  ['a variable nobody knows', { body: 'From {{clinicName}}: {{patient}}, {{when}}, {{town}}?' }, 'town'],
  ['a button too long', { buttons: ['I will come to the clinic', 'Move it', 'I cannot come'] }, 'does not fit'],
  ['a button too many', { buttons: ['a', 'b', 'c', 'd'] }, 'other buttons'],
])('caught: %s', (_fault, change, said) => {
  const planted = { ...english, 'reminder.ask': { ...(english['reminder.ask'] as Template), ...change } };
  expect(faults('en', planted).join('\n')).toContain(said);
});

test('caught: one that is missing', () => {
  const { 'reminder.ask': _, ...rest } = templatesOf('hi');
  expect(faults('hi', rest)).toEqual(['reminder.ask is missing']);
});

test('a command lists each of them, for a person and for both providers', () => {
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, ['--require', 'tsx/cjs', 'src/templates-command.ts', ...args], {
      cwd: path.resolve(__dirname, '../..'),
      encoding: 'utf8',
    });
  const names = languages.flatMap((language) =>
    Object.entries(templatesOf(language)).map(([key, one]) => `${nameOf(key, one)}_${language}`),
  );
  const twilio = run('twilio')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { friendly_name: string });
  expect(twilio.map(({ friendly_name }) => friendly_name)).toEqual(names);
  const meta = run('meta')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; language: string });
  expect(meta.map(({ name, language }) => `${name}_${language}`)).toEqual(names);
  expect(run()).toContain(numbered(english['reminder.ask_release'] as Template));
});
