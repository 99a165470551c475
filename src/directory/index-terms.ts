import { type Database, run, type Statement } from '../database/statements';
import type { Names, Words } from '../database/entities';
import type { ClinicId, PlaceId, ProviderId, ServiceId, SpecialtyCode } from '../database/ids';
import { fold, soundOf, writesNoVowels } from './fold';
import { weightyWords } from './small-words';

/** What can be looked for, and what identifies it. `search_term.target` holds the same as text. */
export interface Targets {
  provider: ProviderId;
  specialty: SpecialtyCode;
  service: ServiceId;
  place: PlaceId;
  clinic: ClinicId;
}

export type Kind = keyof Targets;

// Whoever writes a name calls the function of its kind in the same transaction. A row that is gone, has left or has ended
// loses its terms, so that nobody is offered what cannot be booked.
export const indexProvider = (db: Database, id: ProviderId): Promise<void> => index(db, 'provider', [String(id)]);
export const indexSpecialty = (db: Database, code: SpecialtyCode): Promise<void> => index(db, 'specialty', [code]);
export const indexService = (db: Database, id: ServiceId): Promise<void> => index(db, 'service', [String(id)]);
export const indexClinic = (db: Database, id: ClinicId): Promise<void> => index(db, 'clinic', [String(id)]);

/** A town and its clinics, which are also found by the name of their town. */
export async function indexPlace(db: Database, id: PlaceId): Promise<void> {
  await index(db, 'place', [String(id)]);
  const clinics = await run<{ id: ClinicId }>(db, CLINICS_OF_PLACE, [id]);
  for (const clinic of clinics) await indexClinic(db, clinic.id);
}

/** After a bulk import, or when `fold` has changed: every term afresh. */
export async function indexEverything(db: Database): Promise<void> {
  for (const kind of Object.keys(SOURCES) as Kind[]) await index(db, kind, null);
}

const CLINICS_OF_PLACE: Statement = { name: 'clinics-of-place', text: 'select id from clinic where place_id = $1' };

interface Source {
  target: string;
  clinic: ClinicId | null;
  name: string;
  names: Names;
  words?: Words;
  place?: string;
  place_names?: Names;
}

const SOURCES: Record<Kind, Statement> = {
  provider: source('provider', 'id::text', `select id::text as target, null as clinic, name, names`, 'left_at is null'),
  specialty: source('specialty', 'code', `select code as target, null as clinic, code as name, names, words`, 'true'),
  service: source(
    'service',
    'id::text',
    `select id::text as target, clinic_id as clinic, name, names`,
    'ended_at is null',
  ),
  place: source('place', 'id::text', `select id::text as target, null as clinic, name, names`, 'true'),
  clinic: {
    name: 'terms-of-clinic',
    text: `select c.id::text as target, c.id as clinic, c.name, c.names, p.name as place, p.names as place_names
             from clinic c join place p on p.id = c.place_id
            where c.closed_at is null and ($1::text[] is null or c.id::text = any($1))`,
  },
};

function source(table: string, key: string, select: string, current: string): Statement {
  return {
    name: `terms-of-${table}`,
    text: `${select} from ${table} where ${current} and ($1::text[] is null or ${key} = any($1))`,
  };
}

interface Term {
  target: string;
  clinic: ClinicId | null;
  language: string | null;
  term: string;
}

/** `targets` null: all of the kind. */
async function index(db: Database, kind: Kind, targets: string[] | null): Promise<void> {
  const sources = await run<Source>(db, SOURCES[kind], [targets]);
  const terms = sources.flatMap((row) => distinct(termsOf(kind, row)));
  await run(db, REPLACE_TERMS, [
    kind,
    targets,
    terms.map((term) => term.target),
    terms.map((term) => term.clinic),
    terms.map((term) => term.language),
    terms.map((term) => term.term),
    terms.map((term) => soundOf(term.term)),
  ]);
}

// Changed in place, so that a search beside us never finds the shelf half empty.
const REPLACE_TERMS: Statement = {
  name: 'replace-terms',
  text: `
    with fresh as (
      select * from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[]) as f (target, clinic_id, language, term, sound)
    ), gone as (
      delete from search_term t
       where t.kind = $1 and ($2::text[] is null or t.target = any($2))
         and not exists (select from fresh f where f.target = t.target and f.term = t.term)
    )
    insert into search_term (kind, target, clinic_id, language, term, sound)
    select $1, target, clinic_id, language, term, sound from fresh order by target, term
    on conflict (kind, target, term) do update
       set clinic_id = excluded.clinic_id, language = excluded.language, sound = excluded.sound`,
};

function termsOf(kind: Kind, row: Source): Term[] {
  const add = (text: string, language: string | null): Term => ({
    target: row.target,
    clinic: row.clinic,
    language: language ?? languageOfScript(text),
    term: kind === 'provider' ? weightyWords(fold(text).split(' ')).join(' ') : fold(text),
  });
  return [
    ...spellings(row.name).map((name) => add(name, null)),
    ...Object.entries(row.names).flatMap(([language, name]) => spellings(name).map((way) => add(way, language))),
    ...Object.entries(row.words ?? {}).flatMap(([language, words]) => words.map((word) => add(word, language))),
    ...placesOf(row).map(([language, place]) => add(`clinic ${place}`, language)),
  ];
}

/** O'Brien is typed "obrien", which is how it folds, and "o brien". */
const spellings = (name: string): string[] => [name, name.replace(/['’]/g, ' ')];

function placesOf(row: Source): [string | null, string][] {
  return row.place === undefined ? [] : [[null, row.place], ...Object.entries(row.place_names ?? {})];
}

/** The main name has no language, but whether its vowels are written matters when it is compared. */
const languageOfScript = (text: string): string | null => (writesNoVowels(text) ? 'ar' : null);

function distinct(terms: Term[]): Term[] {
  const byTerm = new Map(terms.filter(({ term }) => term !== '').map((term) => [term.term, term]));
  return [...byTerm.values()];
}
