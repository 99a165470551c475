import { z } from 'zod';
import { type Canned, cannedPhrases } from '../conversation/canned';
import type { CaseId, ClinicId } from '../database/ids';
import type { Database } from '../database/statements';
import { answer, handBack, resolve } from '../desk/answer';
import { type Case, type CaseOutcome, eventsOf, openCases, readCase } from '../desk/cases';
import { claim, putBack } from '../desk/take';
import { Problem } from '../hub/errors';
import type { Actor } from '../scheduling/types';
import { type Add, type Ask, id, ofId, type Resource } from './route';

const CANNED = Object.keys(cannedPhrases) as [Canned, ...Canned[]];

/** Conversations that a colleague must look at: the same functions that work from Slack. */
export const cases: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/cases', policy: 'cases.read' },
    summary: 'What waits at the desk, most pressing first',
    query: z.object({ limit: z.int().min(1).max(100).default(50) }),
    async handle({ query }, ask) {
      const { everywhere, clinics } = ask.reach;
      const found = await openCases(ask.db, everywhere ? null : ([...clinics] as ClinicId[]), query.limit);
      return { items: found.map(withoutClock), canned: CANNED };
    },
  });

  add({
    ...{ method: 'GET', url: '/cases/:id', policy: 'cases.read' },
    summary: 'A case with its words; the answer may ask for what came after a line',
    params: ofId,
    query: z.object({ after: id.optional() }),
    async handle({ params, query }, ask) {
      const found = await caseFor(ask, params.id);
      // By what they are written to, in which language, and what a part of an SMS costs there.
      const [writtenTo] = await ask.db.query<object[]>(
        `select k.channel, k.language, k.stopped_at is not null as stopped, s.micros_per_segment as "microsPerSegment", s.currency
           from contact k left join sender s on s.channel = k.channel where k.id = $1`,
        [found.contactId],
      );
      const events = await eventsOf(ask.db, found.id, query.after ?? 0);
      return { ...withoutClock(found), events, writtenTo: writtenTo ?? null };
    },
  });

  add({
    ...{ method: 'POST', url: '/cases/:id/answer', policy: 'cases.write' },
    summary: 'Write to the patient: the assistant is silent from then on, and the case is yours',
    params: ofId,
    body: z.object({ words: z.string().max(1500).optional(), canned: z.enum(CANNED).optional() }),
    async handle({ params, body }, ask) {
      await caseFor(ask, params.id);
      const { words, canned } = body;
      if ((words === undefined) === (canned === undefined))
        throw new Problem('bad_request', { about: { detail: ONE } });
      return told(await answer(ask.db, params.id as CaseId, ask.by, canned ? { canned } : { words: words ?? '' }));
    },
  });

  verb(add, 'claim', 'Take a case for a while', claim);
  verb(add, 'put-back', 'Let somebody else take it', putBack);
  verb(add, 'hand-back', 'Give the patient back to the assistant, and settle the case', handBack);
  verb(add, 'resolve', 'Settle a case', (db, caseId, by) => resolve(db, caseId, by));
};

const ONE = 'Send either words or the name of a canned answer.';

function verb(
  add: Add,
  name: string,
  summary: string,
  does: (db: Database, id: CaseId, by: Actor) => Promise<CaseOutcome>,
): void {
  add({
    ...{ method: 'POST', url: `/cases/:id/${name}`, policy: 'cases.write', summary },
    params: ofId,
    async handle({ params }, ask) {
      await caseFor(ask, params.id);
      return told(await does(ask.db, params.id as CaseId, ask.by));
    },
  });
}

/** A case of theirs, or nothing. Whoever reads it reads of the people its phone speaks for. */
async function caseFor(ask: Ask, caseId: number): Promise<Case> {
  const found = await readCase(ask.db, caseId as CaseId);
  if (!found) throw new Problem('not_found');
  ask.may({ clinicId: found.clinicId });
  const people = await ask.db.query<{ id: number }[]>(
    'select patient_id as id from contact_patient where contact_id = $1',
    [found.contactId],
  );
  ask.saw(people.map((one) => one.id));
  return found;
}

function told(outcome: CaseOutcome): object {
  if (outcome.kind === 'done') return withoutClock(outcome.case);
  const { kind: _, ...about } = outcome;
  throw new Problem(about.why === 'has_owner' || about.why === 'resolved' ? 'conflict' : 'not_acceptable', { about });
}

const withoutClock = ({ now: _, ...shown }: Case): object => shown;
