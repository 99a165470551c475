import { z } from 'zod';
import { covers, reachOf } from '../accounts/policy';
import type { PatientId } from '../database/ids';
import { Problem } from '../hub/errors';
import { book } from '../scheduling/book';
import type { Slot } from '../scheduling/types';
import { nameWords, sealedAddress, sealedDocument } from '../sealing/sealed';
import { nearestTimes } from './nearest-times';
import { makePatient, numberOf } from './new-patient';
import { mayPatient } from './patient-rows';
import { type Ask, id, instant, line, type Resource } from './route';
import { refusal, visit, visitFor } from './visit-rows';
import { asSlot, clinicOf, slot, tellingPatient } from './visits';
import { patientWithin, reachValues } from './within';

const somebodyNew = z.object({ name: line(120), phone: z.string().max(40), birthDate: z.iso.date().optional() });
const request = slot.extend({
  request: z.uuid().describe('Its own number, given where it was made; sent again, it is done once'),
  madeAt: instant.describe('When it was written down there'),
  patientId: id.optional(),
  newPatient: somebodyNew.optional(),
});
type Request = z.output<typeof request>;

/** Bookings that the desk wrote down while the line was gone. The first to arrive has the time; who is late hears what is near. */
export const madeOffline: Resource = (add) =>
  add({
    ...{ method: 'POST', url: '/visits/made-offline', policy: 'visits.change' },
    summary:
      'Book what was written down without a line; if the time is gone, the answer names the nearest `alternatives`',
    body: request,
    answer: visit,
    async handle({ body }, ask) {
      const clinicId = await clinicOf(ask, body.serviceId);
      if ((body.patientId === undefined) === (body.newPatient === undefined))
        throw new Problem('bad_request', { about: { detail: ONE } });
      ask.may({ clinicId, providerId: body.providerId });
      const scope = `offline ${clinicId}`;
      // By whomever it is sent: a colleague may send what another wrote down, and it is still one visit.
      const earlier = await claimKey(ask, scope, body.request);
      if (earlier !== undefined) return visitFor(ask, earlier);
      const wanted = asSlot(body, clinicId);
      const patientId = body.patientId === undefined ? await patientOf(ask, body, clinicId) : (await mayPatient(ask, body.patientId)).id; // prettier-ignore
      const row = await claim(ask, wanted, patientId as PatientId);
      await ask.db.query('update idempotency set answer = $3 where scope = $1 and key = $2', [
        scope,
        body.request,
        sealedDocument({ visit: row.id }),
      ]);
      const details = { request: body.request, madeAt: body.madeAt };
      await ask.db.query(
        `insert into audit (clinic_id, actor, action, subject, request_id, details) values ($1, $2, 'made_offline', 'visit:' || $3::bigint, $4, $5)`,
        [clinicId, ask.by, row.id, ask.requestId, details],
      );
      return row;
    },
  });

const ONE = 'Say who comes: either patientId or newPatient.';

/** Undefined for the first, who then does the work; a twin that is under way is waited for. */
async function claimKey(ask: Ask, scope: string, key: string): Promise<number | undefined> {
  const fresh = await ask.db.query<unknown[]>(
    `insert into idempotency (scope, key, request_hash) values ($1, $2, '') on conflict do nothing returning 1`,
    [scope, key],
  );
  if (fresh.length > 0) return undefined;
  const [kept] = await ask.db.query<{ answer: { visit: number } }[]>(
    'select answer from idempotency where scope = $1 and key = $2',
    [scope, key],
  );
  return kept?.answer.visit;
}

async function claim(ask: Ask, wanted: Slot, patientId: PatientId) {
  const outcome = await book(ask.db, { slot: wanted, patientId, by: ask.by, requestId: ask.requestId });
  if (outcome.kind === 'settled') return tellingPatient(ask, 'accepted', outcome);
  const { code, about } = refusal(outcome.rules, ask);
  const near = await nearestTimes(ask.db, wanted);
  // Nothing of it stays, a new patient neither: another wish may come under the same number.
  throw new Problem(code, { about: { ...about, alternatives: near.map(({ midnight: _, ...time }) => time) } });
}

/** Somebody whom the desk knows by this very phone and name; otherwise somebody new. */
async function patientOf(ask: Ask, { newPatient }: Request, clinicId: number): Promise<number> {
  const given = newPatient as z.output<typeof somebodyNew>;
  const known = await ask.db.query<{ id: number; birthDate: string | null }[]>(
    `select p.id, p.birth_date::text as "birthDate" from patient p
       join contact_patient cp on cp.patient_id = p.id join contact c on c.id = cp.contact_id
      where c.address = $5 and p.name_words @> $6 and p.name_words <@ $6 and ${patientWithin(1)} order by p.id`,
    [...reachValues(ask.reach), sealedAddress(numberOf(given.phone)), nameWords(given.name)],
  );
  const [same] = known.filter(({ birthDate }) => !birthDate || !given.birthDate || birthDate === given.birthDate);
  if (same) return (await mayPatient(ask, same.id)).id;
  // Writing in a calendar is one right, and entering patients another.
  if (!covers(reachOf(ask.who, 'patients.write'), { clinicId })) throw new Problem('forbidden');
  return makePatient(ask, { ...given, clinicId });
}
