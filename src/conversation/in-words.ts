import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstance, type i18n, type TFunction } from 'i18next';
import { DateTime } from 'luxon';
import type { Choice, Remembered } from '../../flows/vocabulary';
import type { ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import type { Words } from '../outbox/put-in-outbox';
import type { Said } from './advance';
import type { Running } from './envelope';

const folder = path.resolve(__dirname, '../../locales');

/** Every language that has phrases. A language is data: adding one touches no code. */
export const languages = readdirSync(folder).filter((lang) =>
  readdirSync(path.join(folder, lang)).includes('phrases.json'),
);

const i18next: i18n = createInstance();
void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  nonExplicitSupportedLngs: true,
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(languages.map((lang) => [lang, { translation: phrasesOf(lang) }])),
});

function phrasesOf(lang: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, lang, 'phrases.json'), 'utf8')) as Record<string, unknown>;
}

/** Puts what a turn said into the patient's language, as one message. */
export async function inWords(tx: Database, said: Said[], language: string, clinicId: ClinicId | null): Promise<Words> {
  const clinic = await clinicOf(tx, clinicId, language);
  const specialties = await specialtyNames(tx, language);
  const say = speakerOf(language, { clinic, specialties });
  const question = said.at(-1)?.question;
  return {
    text: said.map(({ phrase, remembered }) => say(phrase, varsOf(remembered, language))).join(' '),
    choices: question?.choices.map((choice) => say(choice.label, choiceVars(choice, language))) ?? [],
  };
}

interface Clinic {
  name: string;
  phone: string;
  emergency: string;
}

type Say = (phrase: string, vars: Record<string, unknown>) => string;

function speakerOf(language: string, about: { clinic: Clinic; specialties: Map<string, string> }): Say {
  const t: TFunction = i18next.getFixedT(language);
  return (phrase, vars) =>
    t(phrase, {
      clinicName: about.clinic.name,
      clinicPhone: about.clinic.phone,
      emergency: about.clinic.emergency,
      ...vars,
      specialtyName: about.specialties.get(String(vars.specialty)) ?? '',
    });
}

/** What a phrase may mention is exactly what is remembered, with times as people write them there. */
function varsOf(remembered: Remembered, language: string): Record<string, unknown> {
  const { visit, chosen, patient, wanted } = remembered;
  return {
    ...plainFacts(remembered),
    ...wanted,
    ...(patient && { patient: patient.name }),
    ...(chosen && { ...chosen, when: whenIn(chosen.starts, chosen.zone, language) }),
    ...(visit && { ...visit, when: whenIn(visit.starts, visit.zone, language) }),
  };
}

const plainFacts = (remembered: Remembered): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(remembered).filter(([, fact]) => typeof fact === 'string' || typeof fact === 'number'),
  );

function choiceVars({ vars = {} }: Choice, language: string): Record<string, unknown> {
  const named = typeof vars.newLanguage === 'string' ? { languageName: languageName(vars.newLanguage) } : {};
  if (typeof vars.starts !== 'string' || typeof vars.zone !== 'string') return { ...vars, ...named };
  return { ...vars, ...named, when: whenIn(vars.starts, vars.zone, language) };
}

/** "Tue 2 June, 09:00": the weekday is what people check, so it always stands there. Digits are those of the language. */
export function whenIn(starts: string, zone: string, language: string): string {
  const at = DateTime.fromISO(starts, { zone }).setLocale(language);
  const day = at.toLocaleString({ weekday: 'short', day: 'numeric', month: 'short' });
  const time = at.toLocaleString({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return plain(`${day}, ${time}`);
}

/** "14 March 1990", the way it is written there. */
export const dayIn = (day: string, language: string): string =>
  plain(
    DateTime.fromISO(day, { zone: 'utc' })
      .setLocale(language)
      .toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' }),
  );

// ICU puts in marks and narrow spaces that look like nothing and make a text message cost twice as much.
const plain = (text: string): string => text.replace(/[\u200e\u200f]/g, '').replace(/[\u202f\u00a0]/g, ' ');

const languageName = (code: string): string => {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
};

/** The choices as the patient read them, to recognise one by its words. */
export function labelsOf({ prompt }: Running, language: string): string[] {
  const t: TFunction = i18next.getFixedT(language);
  return prompt?.choices.map((choice) => t(choice.label, choiceVars(choice, language))) ?? [];
}

async function clinicOf(tx: Database, clinicId: ClinicId | null, language: string): Promise<Clinic> {
  const [row] = await tx.query<Clinic[]>(
    `select coalesce(names->>$2, name) as name, coalesce(phone, '') as phone, emergency_number as emergency
       from clinic where $1::bigint is null or id = $1 order by id limit 1`,
    [clinicId, language],
  );
  return row ?? { name: 'Miadi', phone: '', emergency: '112' };
}

async function specialtyNames(tx: Database, language: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ code: string; name: string }[]>(
    `select code, coalesce(names->>$1, names->>'en', code) as name from specialty`,
    [language],
  );
  return new Map(rows.map((row) => [row.code, row.name]));
}
