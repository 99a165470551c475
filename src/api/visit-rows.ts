import { z } from 'zod';
import type { VisitId } from '../database/ids';
import { Problem } from '../hub/errors';
import { VISIT } from '../scheduling/effects';
import type { Outcome, Refusal } from '../scheduling/types';
import { type Ask, id, type Spec } from './route';
import { languageFor, refusalInWords } from './words';

/** A visit as the API tells of it. `version` goes back with every change: who saw an older one is told so. */
export const visit = z.object({
  id, reference: z.string(), status: z.string(), version: z.int(), clinicId: id, providerId: id, serviceId: id,
  roomId: id.nullable(), patientId: id.nullable(), mode: z.string(), day: z.string(), starts: z.string(), ends: z.string(),
  movedFrom: id.nullable(), seriesId: id.nullable(), provider: z.string(), service: z.string(), clinic: z.string(),
  timeZone: z.string(), patient: z.string().nullable(),
}); // prettier-ignore

export interface VisitRow {
  id: VisitId;
  version: number;
  status: string;
  clinicId: number;
  providerId: number;
  patientId: number | null;
}

export const VISIT_ROW = `${VISIT}, p.name as provider, s.name as service, c.name as clinic, c.time_zone as "timeZone", n.name as patient`;
export const VISIT_FROM = `visit v join provider p on p.id = v.provider_id join service s on s.id = v.service_id
  join clinic c on c.id = v.clinic_id left join patient n on n.id = v.patient_id`;

/** A visit of theirs, or nothing. */
export async function visitFor(ask: Ask, visitId: number): Promise<VisitRow> {
  const [row] = await ask.db.query<VisitRow[]>(`select ${VISIT_ROW} from ${VISIT_FROM} where v.id = $1`, [visitId]);
  if (!row) throw new Problem('not_found');
  ask.may(row);
  ask.saw([row.patientId]);
  return row;
}

const GONE: readonly Refusal[] = ['no_such_visit'];
const LATE: readonly Refusal[] = ['changed_meanwhile', 'taken', 'session_full', 'day_full', 'hold_over'];

/** A settled outcome as the API tells of it; a refusal as an answer that says which rules stood against it, in words too. */
export async function told(ask: Ask, outcome: Outcome): Promise<VisitRow> {
  if (outcome.kind === 'settled') return visitFor(ask, outcome.visit.id);
  throw refusal(outcome.rules, ask);
}

export function refusal(rules: readonly Refusal[], { request }: Pick<Ask, 'request'>): Problem {
  const [first] = rules;
  const language = languageFor(request.headers['accept-language']);
  const about = { rules, detail: first && refusalInWords(language, first) };
  if (first && GONE.includes(first)) return new Problem('not_found');
  return new Problem(first && LATE.includes(first) ? 'conflict' : 'not_acceptable', { about });
}

/** The part of a route that never changes. */
export const reads = { method: 'GET' } as const satisfies Partial<Spec<undefined, undefined, undefined>>;
