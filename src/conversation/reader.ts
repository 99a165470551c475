import type { Choice } from '../../flows/vocabulary';
import type { ClinicId } from '../database/ids';
import { type Database, run, type Statement } from '../database/statements';
import type { Said } from './advance';
import type { Locale } from './locale';

/** The one who reads what is said: in which language and digits, of which clinic, with the clinic's names for things. */
export interface Reader {
  locale: Locale;
  clinic: {
    id: number;
    name: string;
    phone: string;
    emergency: string;
    /** What a missed visit costs, where the clinic says so. */
    cost?: { amount: number; currency: string };
  };
  specialties: ReadonlyMap<string, string>;
}

export interface Reading {
  language: string;
  digits?: string | undefined;
  clinicId: ClinicId | null;
}

/** What the clinic calls itself and its specialties in this language; only those that are spoken of are read. */
export async function readerOf(db: Database, { language, digits, clinicId }: Reading, said: Said[]): Promise<Reader> {
  const { country, ...clinic } = await onceInATurn(db, `${clinicId} ${language}`, () =>
    clinicOf(db, clinicId, language),
  );
  const specialties = await specialtyNames(db, specialtiesIn(said), language);
  return { locale: { language, country, digits }, clinic, specialties };
}

type ClinicRead = Reader['clinic'] & { country?: string | null };
const readInTurn = new WeakMap<Database, Map<string, Promise<ClinicRead>>>();

/** What is heard and what is said in one transaction is about the same clinic. */
function onceInATurn(db: Database, key: string, read: () => Promise<ClinicRead>): Promise<ClinicRead> {
  if (!db.queryRunner) return read();
  const known = readInTurn.get(db) ?? new Map<string, Promise<ClinicRead>>();
  const found = known.get(key) ?? read();
  readInTurn.set(db, known.set(key, found));
  return found;
}

async function clinicOf(db: Database, clinicId: ClinicId | null, language: string): Promise<ClinicRead> {
  const [row] = await run<Reader['clinic'] & { country: string | null; amount: number | null; currency: string }>(
    db,
    CLINIC,
    [clinicId, language],
  );
  if (!row) return { id: 0, name: 'Miadi', phone: '', emergency: '112' };
  const { amount, currency, ...clinic } = row;
  return { ...clinic, ...(amount !== null && { cost: { amount, currency } }) };
}

const CLINIC: Statement = {
  name: 'clinic_of_reader',
  text: `select c.id, coalesce(c.names->>$2, c.name) as name, coalesce(c.phone, '') as phone, c.emergency_number as emergency, p.country,
            c.missed_visit_cost as amount, c.currency
       from clinic c left join place p on p.id = c.place_id
      where $1::bigint is null or c.id = $1 order by c.id limit 1`,
};

const specialtiesIn = (said: Said[]): string[] =>
  [
    ...new Set(
      said.flatMap(({ remembered, question }) => [remembered.wanted.specialty, ...namedIn(question?.choices)]),
    ),
  ].filter((code): code is string => code !== undefined);

const namedIn = (choices: Choice[] = []): (string | undefined)[] =>
  choices.map(({ vars }) => (typeof vars?.specialty === 'string' ? vars.specialty : undefined));

async function specialtyNames(db: Database, codes: string[], language: string): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db.query<{ code: string; name: string }[]>(
    `select code, coalesce(names->>$2, names->>'en', code) as name from specialty where code = any($1)`,
    [codes, language],
  );
  // A clinic that has not entered a specialty still answers; its code is an English word or two.
  const plain = codes.map((code): [string, string] => [code, code.replaceAll('_', ' ')]);
  return new Map([...plain, ...rows.map((row): [string, string] => [row.code, row.name])]);
}
