import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { groups, schema } from '../../src/config';
import { problems } from '../../src/hub/errors';
import { brokenRules, machinePaths, migrationFaults, undescribed, variablesIn } from './rules';

const top = path.resolve(__dirname, '../..');
const read = (file: string) => fs.readFileSync(path.join(top, file), 'utf8');

describe('settings', () => {
  test('every variable is described in .env.example, once, and nothing else is', () => {
    expect(variablesIn(read('.env.example')).sort()).toEqual(Object.keys(schema.shape).sort());
    expect(undescribed(read('.env.example'))).toEqual([]);
  });

  test('a variable without a word is caught', () => {
    expect(undescribed('# What it is\nPORT=1\n\nSECRET=\n')).toEqual(['SECRET']);
  });

  test('no variable belongs to two groups', () => {
    const all = Object.values(groups).flatMap((group) => [
      ...group.needs,
      ...('oneOf' in group ? group.oneOf : []),
      ...group.may,
    ]);
    expect(new Set(all).size).toBe(all.length);
  });
});

test('every error answer has a code for programs and a sentence for people', () => {
  for (const [code, { status, words }] of Object.entries(problems)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(words).toMatch(/^[A-Z].*\.$/);
  }
});

describe('migrations', () => {
  test('have each a number of their own', () => {
    expect(migrationFaults(fs.readdirSync(path.join(top, 'migrations')))).toEqual([]);
  });

  test.each([
    ['the same number twice', ['001-a.sql', '002-b.sql', '002-c.sql']],
    ['something else', ['001-a.sql', 'notes.txt']],
  ])('%s is caught', (_fault, files) => {
    expect(migrationFaults(files)).toHaveLength(1);
  });
});

describe('sources', () => {
  test('keep the rules of the house', () => expect(brokenRules(top)).toEqual([]));
  test('know no path of anybody’s machine', () => expect(machinePaths(top)).toEqual([]));

  test.each([
    ['the environment', 'src/a.ts', 'const port = process.env.PORT;'],
    ['the time', 'src/a.ts', 'const now = new Date();'],
    ['the time of luxon', 'flows/a.ts', 'const now = DateTime.now();'],
    ['a plain insert', 'src/a.ts', 'const sql = `insert into visit (id)\n values ($1)`;'],
    [
      'a plain insert before a good one',
      'src/a.ts',
      'const a = `INSERT INTO visit`; const b = `on conflict do nothing`;',
    ],
    ['a name that says nothing', 'src/booking-utils.ts', ''],
    ['a folder that says nothing', 'src/helpers/a.ts', ''],
    ['a file that is too long', 'src/a.ts', '\n'.repeat(301)],
  ])('caught: %s', (_fault, file, text) => {
    expect(planted(file, text, brokenRules)).toHaveLength(1);
  });

  test.each([
    [
      'an insert that gives way',
      'src/a.ts',
      '`insert into visit (id) values ($1) on conflict do nothing returning id`',
    ],
    ['a table with a longer name', 'src/a.ts', '`insert into visit_patient values ($1)`'],
    ['the clock itself', 'src/clock.ts', 'new Date()'],
  ])('allowed: %s', (_what, file, text) => {
    expect(planted(file, text, brokenRules)).toEqual([]);
  });

  test('caught: a path of one machine', () => {
    expect(planted('docs/a.md', `see ${['', 'home', 'ann', 'notes'].join('/')}`, machinePaths)).toHaveLength(1);
  });
});

function planted(file: string, text: string, check: (top: string) => string[]): string[] {
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'miadi-rules-'));
  fs.mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(tree, file), text);
  try {
    return check(tree);
  } finally {
    fs.rmSync(tree, { recursive: true });
  }
}
