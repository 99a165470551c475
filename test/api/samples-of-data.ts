import { makeFeed } from '../../src/feeds/feeds';
import { sealedDocument } from '../../src/sealing/sealed';
import { makeWebhook } from '../../src/webhooks/webhooks';
import type { Sample } from './samples';
import type { ApiWorld } from './world';

/** A patient's own data, and what leaves the house or comes into it. */
export function othersSamples(w: ApiWorld): Record<string, () => Promise<Sample>> {
  const ann = { clinicId: w.clinic, providerId: w.okafor, patientId: w.patients.Ann };
  const ofClinic = { belongs: { clinicId: w.clinic } };
  const ofOkafor = { belongs: { clinicId: w.clinic, providerId: w.okafor } };
  const always = (sample: Sample) => async (): Promise<Sample> => sample;
  const list = (): (() => Promise<Sample>) => always({ list: true });
  const WORDS = { title: 'Penicillin', words: 'Allergic' };
  const someone = async (): Promise<number> =>
    (
      await w.db.query<{ id: number }[]>(`insert into patient (name, clinic_id) values ('x', $1) returning id`, [
        w.clinic,
      ])
    )[0]!.id;
  /** Written by the patient, by their provider or at the desk, who alone may change it. */
  const entry = (kind: string, whose: 'patient' | 'provider' | 'desk') => async (): Promise<Sample> => {
    const [clinicId, providerId] = { patient: [null, null], provider: [w.clinic, w.okafor], desk: [w.clinic, null] }[
      whose
    ];
    const [row] = await w.db.query<{ id: number }[]>(
      `insert into record_entry (patient_id, clinic_id, provider_id, kind, body, written_by) values ($1, $2, $3, $4, $5, 'x') returning id`,
      [w.patients.Ann, clinicId, providerId, kind, sealedDocument(WORDS)],
    );
    const belongs = { patient: { patientId: w.patients.Ann }, provider: { providerId: w.okafor }, desk: { clinicId: w.clinic } }[whose]; // prettier-ignore
    return { path: { id: w.patients.Ann, entryId: row!.id }, body: WORDS, belongs };
  };
  const webhook = async (): Promise<Sample> => {
    const { id } = await makeWebhook(w.db, {
      clinicId: w.clinic,
      url: 'https://example.org',
      events: ['visit.done'],
      by: 'x',
    });
    return { path: { id }, ...ofClinic };
  };

  return {
    'POST /patients/:id/erasure': async () => ({
      path: { id: await someone() },
      body: { reason: 'asked by letter' },
      belongs: { clinicId: w.clinic },
    }),
    'POST /family': always({ body: { name: 'Joy', birthDate: '2020-02-02', relation: 'child' }, list: true }),
    'POST /patients/:id/contacts': always({
      path: { id: w.patients.Ann },
      body: { phone: '+254712000001', relation: 'carer' },
      belongs: ann,
    }),
    'DELETE /patients/:id/contacts/:contactId': async () => {
      const contactId = await w.add.contact(`+2547${String(Math.random()).slice(2, 10)}`);
      await w.db.query('insert into contact_patient (contact_id, patient_id) values ($1, $2)', [
        contactId,
        w.patients.Ann,
      ]);
      return { path: { id: w.patients.Ann, contactId }, belongs: ann };
    },
    'GET /patients/:id/consents': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'POST /patients/:id/consents': always({
      path: { id: w.patients.Ann },
      body: { contactId: w.contacts.Ann, given: true },
      belongs: ann,
    }),
    'GET /patients/:id/record': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'POST /patients/:id/record': always({ path: { id: w.patients.Ann }, body: WORDS, belongs: ann }),
    'PUT /patients/:id/record/:entryId': entry('history', 'patient'),
    'DELETE /patients/:id/record/:entryId': entry('note', 'provider'),
    'GET /patients/:id/insurance': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'POST /patients/:id/insurance': always({ path: { id: w.patients.Ann }, body: WORDS, belongs: ann }),
    'PUT /patients/:id/insurance/:entryId': entry('insurance', 'desk'),
    'DELETE /patients/:id/insurance/:entryId': entry('insurance', 'desk'),
    'GET /patients/:id/permissions': always({ path: { id: w.patients.Ann }, belongs: ann }),
    'POST /patients/:id/permissions': always({
      path: { id: w.patients.Ann },
      body: { kinds: ['plan'], clinicId: w.clinic },
      belongs: ann,
    }),
    'DELETE /patients/:id/permissions/:permissionId': async () => {
      const [row] = await w.db.query<{ id: number }[]>(
        `insert into record_permission (patient_id, kind, provider_id, given_by) values ($1, 'note', $2, 'x')
         on conflict (patient_id, kind, coalesce(provider_id, 0), coalesce(clinic_id, 0)) where ended_at is null do update set given_by = 'y'
         returning id`,
        [w.patients.Ann, w.okafor],
      );
      return { path: { id: w.patients.Ann, permissionId: row!.id }, belongs: ann };
    },
    'GET /retention': list(),
    'PUT /retention/:what': always({ path: { what: 'feedback' as never }, body: { days: 300 }, belongs: {} }),
    'GET /reports/summaries': list(),
    'PUT /reports/summaries': always({ body: { clinicId: w.clinic, every: [] }, ...ofClinic }),
    'GET /webhooks': list(),
    'POST /webhooks': always({
      body: { clinicId: w.clinic, url: 'https://example.org/', events: ['visit.done'] },
      ...ofClinic,
    }),
    'POST /webhooks/:id/secret': webhook,
    'POST /webhooks/:id/ping': webhook,
    'DELETE /webhooks/:id': webhook,
    'GET /webhooks/:id/deliveries': webhook,
    'POST /webhooks/:id/deliveries/:deliveryId/redrive': async () => {
      const { path, ...rest } = await webhook();
      const [row] = await w.db.query<{ id: number }[]>(
        `insert into outbox (contact_id, kind, body, status) select contact_id, 'event', '{}', 'dead' from webhook where id = $1 returning id`,
        [path?.id],
      );
      return { ...rest, path: { ...path, deliveryId: row!.id } };
    },
    'GET /providers/:id/feeds': always({ path: { id: w.okafor }, ...ofOkafor }),
    'POST /providers/:id/feeds': always({ path: { id: w.okafor }, body: {}, ...ofOkafor }),
    'DELETE /feeds/:id': async () => ({
      path: { id: (await makeFeed(w.db, { providerId: w.okafor, names: false, by: 'x' })).id },
      ...ofOkafor,
    }),
    'POST /clinics/:id/import/:kind': always({
      path: { id: w.clinic, kind: 'patients' as never },
      body: { csv: 'name,phone\n' },
      ...ofClinic,
    }),
  };
}
