import type { PatientId } from '../database/ids';
import type { Database } from '../database/statements';
import { consentsOf } from './consents';
import { permissionsOf } from './permissions';
import { recordKinds, recordOf } from './record';

/** All that is kept of somebody beside their profile and visits, for themselves alone. */
export async function everythingOf(db: Database, patientId: PatientId, contactId: number | null): Promise<object> {
  const of = (sql: string, ...more: unknown[]): Promise<object[]> => db.query<object[]>(sql, [patientId, ...more]);
  return {
    record: await recordOf(db, patientId, recordKinds, { patient: true }),
    permissions: await permissionsOf(db, patientId),
    consents: await consentsOf(db, patientId, contactId),
    feedback: await of(
      `select f.at, f.rating, f.words, v.reference from feedback f join visit v on v.id = f.visit_id where v.patient_id = $1 order by f.id`,
    ),
    messages: (await db.query<Line[]>(MESSAGES, [patientId, contactId])).map(({ body, ...line }) => ({
      ...line,
      text: body.text ?? '',
    })),
    readBy: await of(
      `select at, actor, action from audit where subject = 'patient:' || $1::bigint order by id desc limit 500`,
    ),
  };
}

interface Line {
  at: Date;
  channel: string;
  from: string;
  body: { text?: string };
}

/** Of the phone that asks, or, asked for by the clinic, of those that speak for nobody else. */
const MESSAGES = `
  with theirs as (
    select k.id, k.channel from contact_patient cp join contact k on k.id = cp.contact_id
     where cp.patient_id = $1 and ($2::bigint is null or k.id = $2)
       and not exists (select from contact_patient o where o.contact_id = k.id and o.patient_id <> $1))
  select * from (
    select i.received_at as at, t.channel, 'you' as "from", i.body
      from inbox i join theirs t on t.id = i.contact_id where i.source not in ('timer', 'desk', 'payment')
    union all
    select o.created_at, t.channel, 'clinic', o.body from outbox o join theirs t on t.id = o.contact_id
     where o.status in ('sent', 'delivered', 'undelivered')) m
   order by at desc limit 2000`;
