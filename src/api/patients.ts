import { z } from 'zod';
import { asNumber } from '../accounts/phone-codes';
import { Problem } from '../hub/errors';
import { nameWords, sealed, sealedAddress, sealedOrNull } from '../sealing/sealed';
import { note } from './directory';
import { makePatient, profile } from './new-patient';
import { mayPatient, patient, PATIENT, type PatientRow } from './patient-rows';
import { asPage, id, line, ofId, page, paging, type Resource } from './route';
import { patientWithin, reachValues } from './within';

export const patients: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/patients', policy: 'patients.read' },
    summary: 'Patients, by words of their name or by their number',
    query: z.object({ ...paging, q: z.string().trim().max(100).default('') }),
    answer: page(patient),
    async handle({ query }, ask) {
      const phone = asNumber(query.q);
      const words = phone ? [] : nameWords(query.q);
      const rows = await ask.db.query<PatientRow[]>(
        `select ${PATIENT} from patient p
          where p.id > $5 and p.erased_at is null and ($6::text is null or exists (
                  select from contact_patient cp join contact c on c.id = cp.contact_id where cp.patient_id = p.id and c.address = $6))
            and ($7::text[] = '{}' or p.name_words @> $7) and ${patientWithin(1)}
          order by p.id limit $8`,
        [...reachValues(ask.reach), query.after ?? 0, phone ? sealedAddress(phone) : null, words, query.limit + 1],
      );
      const answer = asPage(rows, query.limit);
      ask.saw(answer.items.map((one) => one.id));
      return answer;
    },
  });

  add({
    ...{ method: 'GET', url: '/patients/:id', policy: 'patients.read' },
    summary: 'One patient',
    params: ofId,
    answer: patient,
    handle: ({ params }, ask) => mayPatient(ask, params.id),
  });

  add({
    ...{ method: 'POST', url: '/patients', policy: 'patients.write' },
    summary: 'A new patient of a clinic, with the phone that may speak for them',
    body: profile.partial().extend({ name: line(120), clinicId: id, phone: z.string().max(40) }),
    answer: patient,
    async handle({ body }, ask) {
      ask.may({ clinicId: body.clinicId });
      return mayPatient(ask, await makePatient(ask, body));
    },
  });

  add({
    ...{ method: 'PATCH', url: '/patients/:id', policy: 'patients.write' },
    summary: 'Correct what is known of a patient',
    params: ofId,
    body: profile.partial(),
    answer: patient,
    async handle({ params, body }, ask) {
      await mayPatient(ask, params.id);
      // Who may say a birth date may sign in with it, so a patient's page does not set it.
      if (ask.who.kind === 'patient' && body.birthDate !== undefined) throw new Problem('forbidden');
      const has = (name: keyof typeof body): boolean => body[name] !== undefined;
      await ask.db.query(
        `update patient set name = coalesce($2, name), name_words = coalesce($3, name_words), language = coalesce($4, language),
                birth_date = case when $5 then $6::date else birth_date end, sex = case when $7 then $8 else sex end,
                email = case when $9 then $10 else email end where id = $1`,
        [
          ...[
            params.id,
            body.name === undefined ? null : sealed(body.name),
            body.name === undefined ? null : nameWords(body.name),
          ],
          ...[body.language, has('birthDate'), body.birthDate ?? null, has('sex'), body.sex ?? null],
          ...[has('email'), sealedOrNull(body.email ?? null)],
        ],
      );
      await note(ask, `corrected ${Object.keys(body).sort().join(' ')}`, `patient:${params.id}`, null);
      return mayPatient(ask, params.id);
    },
  });
};
