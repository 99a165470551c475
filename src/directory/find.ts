import { type Database, run, type Statement } from '../database/statements';
import type { ClinicId } from '../database/ids';
import { fold, soundOf, writesNoVowels } from './fold';
import type { Kind, Targets } from './index-terms';
import { asWords, likeness, type Words } from './likeness';
import { weightyWords } from './small-words';

/** One thing the text may mean. `sure`: good enough, and far enough from the next of its kind, to go on without asking. */
export type Found = { [K in Kind]: { kind: K; target: Targets[K] } }[Kind] & {
  readonly name: string;
  readonly score: number;
  readonly sure: boolean;
};

export interface Wanted {
  readonly kinds?: readonly Kind[];
  /** For the names in the answer. */
  readonly language?: string;
  /** Only what this clinic has; places and specialties are everybody's. */
  readonly clinicId?: ClinicId;
  readonly limit?: number;
}

/** Below this it is a guess, and a guess is worse than a question. */
const FOUND = 0.7;
const SURE = 0.85;
const CLEAR_LEAD = 0.05;

const LONGEST_TEXT = 300;
const MOST_WORDS = 12;

/** In the order in which equals are listed. */
const KINDS: readonly Kind[] = ['provider', 'specialty', 'service', 'place', 'clinic'];

/** What in the directory somebody may mean by `text`, best first. Nothing is the answer when nothing is meant. */
export async function findInDirectory(db: Database, text: string, wanted: Wanted = {}): Promise<Found[]> {
  const short = text.slice(0, LONGEST_TEXT);
  const folded = fold(short);
  const words = [...new Set(weightyWords(folded.split(' ')))].filter(Boolean).slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  const candidates = await run<Candidate>(db, CANDIDATES, [
    words,
    words.map(searchableSound),
    words.join(' '),
    wanted.kinds ?? KINDS,
    wanted.clinicId ?? null,
  ]);
  const hits = bestOfEach(candidates, asWords(folded, soundOf(folded), !writesNoVowels(short)));
  return withNames(db, markSure(hits).slice(0, wanted.limit ?? 5), wanted.language ?? 'en');
}

/** One consonant sounds like half of the directory. */
function searchableSound(word: string): string | null {
  const sound = soundOf(word);
  return sound.length < 2 ? null : sound;
}

interface Candidate {
  kind: Kind;
  target: string;
  term: string;
  sound: string;
  language: string | null;
}

/**
 * Every term that shares enough trigrams with a word of the text, by spelling or by sound; `%>` takes its threshold from the
 * connection (see data-source.ts). Ties within a common word are settled by the whole text, or "Maria Silva" would drown
 * among the Marias.
 */
export const CANDIDATES: Statement = {
  name: 'directory-candidates',
  text: `
    select distinct t.kind, t.target, t.term, t.sound, t.language
      from unnest($1::text[], $2::text[]) as w (word, sound)
     cross join lateral (
       select t.kind, t.target, t.term, t.sound, t.language
         from search_term t
        where (t.term %> w.word or t.sound %> w.sound) and t.kind = any($4)
          and ($5::bigint is null or t.clinic_id is null or t.clinic_id = $5)
          and ($5::bigint is null or t.kind <> 'provider' or exists (
                select from provider_service ps join service s on s.id = ps.service_id and s.ended_at is null
                 where ps.provider_id::text = t.target and s.clinic_id = $5))
        order by greatest(word_similarity(w.word, t.term), word_similarity(w.sound, t.sound)) desc,
                 similarity($3, t.term) desc, t.kind, t.target, t.term
        limit 60
     ) t`,
};

interface Hit {
  kind: Kind;
  target: string;
  score: number;
}

function bestOfEach(candidates: Candidate[], typed: Words): Hit[] {
  const best = new Map<string, Hit>();
  for (const { kind, target, term, sound, language } of candidates) {
    const words = asWords(term, sound, !isVowelless(language));
    const score = round(likeness(typed, words, kind === 'provider' || kind === 'clinic'));
    const key = `${kind} ${target}`;
    if (score >= FOUND && score > (best.get(key)?.score ?? 0)) best.set(key, { kind, target, score });
  }
  return [...best.values()].sort(byScore);
}

const isVowelless = (language: string | null): boolean => ['ar', 'fa', 'he', 'ur'].includes(language ?? '');

const round = (score: number): number => Math.round(score * 1000) / 1000;

const byScore = (one: Hit, other: Hit): number =>
  other.score - one.score ||
  KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
  one.target.localeCompare(other.target, 'en', { numeric: true });

interface Judged extends Hit {
  sure: boolean;
}

function markSure(hits: Hit[]): Judged[] {
  return hits.map((hit) => {
    const rivals = hits.filter((other) => other !== hit && excludes(hit.kind, other.kind));
    const ahead = rivals.every((rival) => rival.score <= hit.score - CLEAR_LEAD);
    return { ...hit, sure: ahead && hit.score >= SURE };
  });
}

/** A clinic and its town can both be meant, a service and its specialty too; a person and the Swahili for "skin" cannot. */
const excludes = (one: Kind, other: Kind): boolean => one === other || one === 'provider' || other === 'provider';

const NAMES: Statement = {
  name: 'directory-names',
  text: `
    select coalesce(p.names->>$3, p.name, sp.names->>$3, sp.names->>'en', sp.code, sv.names->>$3, sv.name,
                    pl.names->>$3, pl.name, c.names->>$3, c.name) as name
      from unnest($1::text[], $2::text[]) with ordinality as h (kind, target, at)
      left join specialty sp on h.kind = 'specialty' and sp.code = h.target
      left join provider p on p.id = case when h.kind = 'provider' then h.target::bigint end
      left join service sv on sv.id = case when h.kind = 'service' then h.target::bigint end
      left join place pl on pl.id = case when h.kind = 'place' then h.target::bigint end
      left join clinic c on c.id = case when h.kind = 'clinic' then h.target::bigint end
     order by h.at`,
};

async function withNames(db: Database, hits: Judged[], language: string): Promise<Found[]> {
  if (hits.length === 0) return [];
  const kinds = hits.map((hit) => hit.kind);
  const targets = hits.map((hit) => hit.target);
  const rows = await run<{ name: string }>(db, NAMES, [kinds, targets, language]);
  return hits.map((hit, at) => ({ ...hit, target: targetOf(hit), name: rows[at]?.name ?? '' }) as Found);
}

/** The one place where the text of `search_term.target` becomes an id again; hence the cast above. */
const targetOf = ({ kind, target }: Hit): string | number => (kind === 'specialty' ? target : Number(target));
