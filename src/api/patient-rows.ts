import { z } from 'zod';
import { type Ask, id } from './route';
import { Problem } from '../hub/errors';
import { patientWithin, reachValues } from './within';

export const patient = z.object({
  id, name: z.string(), birthDate: z.string().nullable(), sex: z.string().nullable(), language: z.string(), email: z.string().nullable(),
  contacts: z.array(z.object({ id, channel: z.string(), address: z.string(), relation: z.string(), stopped: z.boolean() })),
}); // prettier-ignore

export type PatientRow = z.output<typeof patient>;

export const PATIENT = `p.id, p.name, p.birth_date::text as "birthDate", p.sex, p.language, p.email,
  coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channel', c.channel, 'address', c.address, 'relation', cp.relation,
                                                'stopped', c.stopped_at is not null) order by c.id)
              from contact_patient cp join contact c on c.id = cp.contact_id where cp.patient_id = p.id), '[]') as contacts`;

/** A patient of theirs, or nothing. */
export async function mayPatient(ask: Ask, patientId: number): Promise<PatientRow> {
  const [row] = await ask.db.query<PatientRow[]>(
    `select ${PATIENT} from patient p where p.id = $5 and ${patientWithin(1)}`,
    [...reachValues(ask.reach), patientId],
  );
  if (!row) throw new Problem('not_found');
  ask.saw([row.id]);
  return row;
}
