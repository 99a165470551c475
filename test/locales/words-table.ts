import { readFileSync } from 'node:fs';
import path from 'node:path';
import { languageName } from '../../src/conversation/locale';
import { languages } from '../../src/conversation/phrases';
import { isGsm7, segmentsOf } from '../../src/outbox/segments';
import { CLINICS, longestMemory, readerAt } from './longest';
import { folder } from './phrase-book';
import { asSent, speaking } from './prompts';

/** What a new patient is sent from "hello" to the booked visit. Who is known, and says what they need, is sent only the third and the last. */
const BOOKING = ['welcome.ask', 'booking.what', 'booking.offer', 'booking.who', 'booking.booked'];
const KNOWN = ['booking.offer', 'booking.booked'];
const BEGIN = '<!-- written by the tests: npm test -- test/locales -u -->';
const END = '<!-- end -->';

interface Cost {
  phrase: string;
  segments: number;
}

/** The dearest that each message of a booking can get, over the clinics. */
function costs(language: string): Cost[] {
  return BOOKING.map((phrase) => ({ phrase, segments: Math.max(...CLINICS.map((clinic) => costAt(clinic, phrase))) }));

  function costAt(clinic: (typeof CLINICS)[number], phrase: string): number {
    return segmentsOf(sentAt(clinic, language, phrase));
  }
}

function sentAt(clinic: (typeof CLINICS)[number], language: string, phrase: string): string {
  const reader = readerAt(clinic, language);
  const memory = longestMemory(clinic, reader);
  const question = speaking()
    .map(({ ask }) => ask?.(memory))
    .find((asked) => asked?.phrase === phrase);
  return asSent(question ?? phrase, [], memory, reader);
}

/** The dearest question of all, with its choices. */
function dearest(language: string): number {
  const all = CLINICS.flatMap((clinic) => {
    const reader = readerAt(clinic, language);
    const memory = longestMemory(clinic, reader);
    return speaking().flatMap(({ ask }) => (ask ? [segmentsOf(asSent(ask(memory), [], memory, reader))] : []));
  });
  return Math.max(...all);
}

const sum = (numbers: Cost[]): number => numbers.reduce((total, { segments }) => total + segments, 0);

function rowOf(language: string): string {
  const all = costs(language);
  const alphabet = isGsm7(sentAt(CLINICS[0] as (typeof CLINICS)[number], language, 'booking.offer')) ? '160' : '70';
  const known = all.filter(({ phrase }) => KNOWN.includes(phrase));
  return [
    `${languageName(language)} (${language})`,
    alphabet,
    ...all.map(({ segments }) => segments),
    `**${sum(all)}**`,
    `**${sum(known)}**`,
    dearest(language),
    checkedBy(language) ?? '**wanted**',
  ].join(' | ');
}

const checkedBy = (language: string): string | null =>
  (
    JSON.parse(readFileSync(path.join(folder, language, 'review.json'), 'utf8')) as {
      checkedByNativeSpeaker: string | null;
    }
  ).checkedByNativeSpeaker;

const TITLES = [
  'language',
  'letters in one SMS',
  'greeting',
  'what for',
  'times',
  'who',
  'booked',
  'new patient, in all',
  'known patient',
  'dearest question',
  'read by a native speaker',
];

export const table = (): string =>
  [
    BEGIN,
    `| ${TITLES.join(' | ')} |`,
    `|${'---|'.repeat(TITLES.length)}`,
    ...languages.map((language) => `| ${rowOf(language)} |`),
    END,
  ].join('\n');

export const tableIn = (page: string): string => page.slice(page.indexOf(BEGIN), page.indexOf(END) + END.length);
