import fs from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source';

const LONGEST_FILE = 300;

interface Rule {
  readonly says: string;
  readonly forbids: RegExp;
  readonly except?: readonly string[];
}

/** What must not stand in our sources, and why. */
const rules: readonly Rule[] = [
  { says: 'only config.ts reads the environment', forbids: /process\.env/, except: ['src/config.ts'] },
  {
    says: 'only clock.ts asks what time it is',
    forbids: /new Date\(\)|Date\.now\(\)|DateTime\.(now|local|utc)\(\)/,
    except: ['src/clock.ts', 'src/console/browser/now.ts'],
  },
  {
    // A plain insert deadlocks under load, and reports a taken time as an error instead of a value.
    says: 'visits are inserted with "on conflict do nothing"',
    forbids: /insert\s+into\s+visit\b(?![^`]*on\s+conflict\s+do\s+nothing)/i,
  },
  {
    says: 'a saved entity is an insert too',
    forbids: /(getRepository|repository|save|insert)\(\s*Visit\b(?!\w)[^)]*\)\s*\.(save|insert)\(/,
  },
];

export function brokenRules(top: string): string[] {
  const files = sourceFiles(top, ['src', 'flows']);
  return files.flatMap((file) => {
    const text = fs.readFileSync(path.join(top, file), 'utf8');
    const broken = rules.filter(({ forbids, except = [] }) => forbids.test(text) && !except.includes(file));
    return [...broken.map(({ says }) => `${file}: ${says}`), ...tooLong(file, text), ...badName(file)];
  });
}

function tooLong(file: string, text: string): string[] {
  return text.split('\n').length > LONGEST_FILE + 1
    ? [`${file}: longer than ${LONGEST_FILE} lines asks to be two`]
    : [];
}

function badName(file: string): string[] {
  return /(^|[/-])(utils?|helpers?|managers?|misc|common)([./-]|$)/i.test(file) ? [`${file}: names nothing`] : [];
}

const TEXTS = /\.(ts|js|json|sql|md|yml|yaml|txt|sh)$|^Dockerfile$|^\.env\.example$|^Caddyfile$|^run$/;
const FOLDERS = ['src', 'flows', 'locales', 'migrations', 'test', 'docs', 'deploy', '.ci'];
/** A path of the machine on which something was written means nothing on any other. */
const MACHINE_PATH = /(?<![\w.-])\/(?:work|home|Users|root)\/\w[\w/.-]*/;

export function machinePaths(top: string): string[] {
  return textFiles(top).flatMap((file) => {
    const found = MACHINE_PATH.exec(fs.readFileSync(path.join(top, file), 'utf8'))?.[0];
    return found ? [`${file}: ${found} exists on one machine only`] : [];
  });
}

function textFiles(top: string): string[] {
  const inTop = fs.readdirSync(top).filter((name) => fs.statSync(path.join(top, name)).isFile());
  const below = FOLDERS.filter((folder) => fs.existsSync(path.join(top, folder))).flatMap((folder) =>
    fs.readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const isText = (file: string) => TEXTS.test(path.basename(file)) && file !== 'package-lock.json';
  return [...inTop, ...below].filter(isText);
}

/** `NNN-title.sql`, each number once: two people who both added the next one must notice before a clinic does. */
export function migrationFaults(files: readonly string[]): string[] {
  const numbers = files.map((file) => file.slice(0, 3));
  return [...files].sort().flatMap((file) => {
    if (!/^\d{3}-[a-z-]+\.sql$/.test(file)) return [`${file}: expected NNN-title.sql`];
    const first = files[numbers.indexOf(file.slice(0, 3))];
    return first === file ? [] : [`${file}: ${first} has this number already`];
  });
}

export function variablesIn(envExample: string): string[] {
  return envExample.split('\n').flatMap((line) => /^#? ?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
}

/** Every paragraph of the file begins with words; a variable in one that does not stands there unexplained. */
export function undescribed(envExample: string): string[] {
  const paragraphs = envExample.split(/\n\s*\n/);
  return paragraphs.filter((paragraph) => !paragraph.startsWith('# ')).flatMap(variablesIn);
}
