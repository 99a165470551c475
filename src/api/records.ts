import { z } from 'zod';
import type { PatientId } from '../database/ids';
import { Problem } from '../hub/errors';
import { permissionsOf, permit, takeBack } from '../patients/permissions';
import {
  clinicalKinds,
  end,
  type Entry,
  type Reader,
  recordKinds,
  recordOf,
  type RecordKind,
  write,
} from '../patients/record';
import { notSo, ofPatient } from './family';
import { note } from './directory';
import { type Add, type Ask, id, instant, line, ofId, type Resource } from './route';

const entry = z.object({
  id, kind: z.enum(recordKinds), patientId: id, clinicId: id.nullable(), clinic: z.string().nullable(), providerId: id.nullable(),
  provider: z.string().nullable(), visitId: id.nullable(), title: z.string(), words: z.string(), writtenAt: z.string(),
  replaces: id.nullable(), ended: z.boolean(),
}); // prettier-ignore
const words = { title: line(120), words: z.string().trim().min(1).max(8000) };
const list = z.object({ items: z.array(entry) });

/** What is written down of a patient. Who may read it is the patient's to say. */
export const records: Resource = (add) => {
  readingAndWriting(add, 'record', 'records', clinicalKinds);
  readingAndWriting(add, 'insurance', 'insurance', ['insurance']);

  add({
    ...{ method: 'GET', url: '/patients/:id/permissions', policy: 'permissions.write' },
    summary: 'Whom the patient lets read what',
    params: ofId,
    async handle({ params }, ask) {
      return { items: await permissionsOf(ask.db, await ofPatient(ask, params.id)) };
    },
  });

  add({
    ...{ method: 'POST', url: '/patients/:id/permissions', policy: 'permissions.write' },
    summary: 'Let a provider, or everybody who works in a clinic and sees the patient, read a kind of entry',
    params: ofId,
    body: z.object({
      kinds: z.array(z.enum(recordKinds)).min(1).max(recordKinds.length),
      ...{ providerId: id.optional(), clinicId: id.optional(), until: instant.optional() },
    }),
    async handle({ params, body }, ask) {
      const patientId = await ofPatient(ask, params.id);
      const { providerId, clinicId, kinds, until } = body;
      if ((providerId === undefined) === (clinicId === undefined)) throw notSo('Name either a provider or a clinic.');
      const to = providerId === undefined ? { clinicId: clinicId as number } : { providerId };
      await known(ask, to);
      await permit(ask.db, { patientId, kinds: [...new Set(kinds)], to, until, by: ask.by });
      await note(ask, `permitted ${[...kinds].sort().join(' ')}`, `patient:${patientId}`, clinicId ?? null);
      return { items: await permissionsOf(ask.db, patientId) };
    },
  });

  add({
    ...{ method: 'DELETE', url: '/patients/:id/permissions/:permissionId', policy: 'permissions.write' },
    summary: 'Take a permission back',
    params: ofId.extend({ permissionId: id }),
    async handle({ params }, ask) {
      const patientId = await ofPatient(ask, params.id);
      if (!(await takeBack(ask.db, patientId, params.permissionId))) throw new Problem('not_found');
      await note(ask, 'permission_taken_back', `patient:${patientId}`, null);
      return { items: await permissionsOf(ask.db, patientId) };
    },
  });
};

function readingAndWriting(add: Add, url: string, policy: 'records' | 'insurance', kinds: readonly RecordKind[]): void {
  const kind = z.enum(kinds as [RecordKind, ...RecordKind[]]);

  add({
    ...{ method: 'GET', url: `/patients/:id/${url}`, policy: `${policy}.read` },
    summary: `${policy === 'records' ? 'History, visit notes, plan and prescriptions' : 'Insurances'}, as far as one may read them; newest first`,
    params: ofId,
    query: z.object({ kind: kind.optional() }),
    answer: list,
    async handle({ params, query }, ask) {
      const patientId = await ofPatient(ask, params.id);
      return { items: await recordOf(ask.db, patientId, query.kind ? [query.kind] : kinds, readerOf(ask)) };
    },
  });

  add({
    ...{ method: 'POST', url: `/patients/:id/${url}`, policy: `${policy}.write` },
    summary:
      policy === 'records' ? 'Write down something; patients themselves, of their history' : 'Write down an insurance',
    params: ofId,
    body: z.object({ ...words, kind: kind.default(kinds[0] as RecordKind), visitId: id.optional(), providerId: id.optional(), clinicId: id.optional() }), // prettier-ignore
    answer: list,
    async handle({ params, body }, ask) {
      const patientId = await ofPatient(ask, params.id);
      const author = await authorOf(ask, body);
      if (author.patient && !OWN.includes(body.kind)) throw new Problem('forbidden');
      if (body.visitId !== undefined) await visitOf(ask, patientId, body.visitId);
      await write(ask.db, { ...body, ...author, patientId, visitId: body.visitId ?? null, by: ask.by });
      await note(ask, `wrote ${body.kind}`, `patient:${patientId}`, author.clinicId);
      return { items: await recordOf(ask.db, patientId, [body.kind], readerOf(ask)) };
    },
  });

  add({
    ...{ method: 'PUT', url: `/patients/:id/${url}/:entryId`, policy: `${policy}.write` },
    summary: 'Write something of your own anew; what stood there before stays below it',
    params: ofId.extend({ entryId: id }),
    body: z.object(words),
    answer: list,
    async handle({ params, body }, ask) {
      const old = await ownEntry(ask, params, kinds);
      const by = { by: ask.by, patientId: old.patientId, visitId: old.visitId };
      const { kind: same, clinicId, providerId } = old;
      if (
        !(await end(ask.db, old.id)) ||
        !(await write(ask.db, { ...body, ...by, kind: same, clinicId, providerId }, old.id))
      )
        throw new Problem('conflict');
      await note(ask, `rewrote ${same}`, `patient:${old.patientId}`, clinicId);
      return { items: await recordOf(ask.db, old.patientId, [same], readerOf(ask)) };
    },
  });

  add({
    ...{ method: 'DELETE', url: `/patients/:id/${url}/:entryId`, policy: `${policy}.write` },
    summary: 'Take something of your own back; it stays, marked as ended',
    params: ofId.extend({ entryId: id }),
    answer: list,
    async handle({ params }, ask) {
      const old = await ownEntry(ask, params, kinds);
      if (!(await end(ask.db, old.id))) throw new Problem('conflict');
      await note(ask, `ended ${old.kind}`, `patient:${old.patientId}`, old.clinicId);
      return { items: await recordOf(ask.db, old.patientId, [old.kind], readerOf(ask)) };
    },
  });
}

/** What patients write down themselves. */
const OWN: readonly RecordKind[] = ['history', 'insurance'];

function readerOf({ who, reach }: Ask): Reader {
  if (who.kind === 'patient') return { patient: true };
  if (reach.providers.length > 0) return { providers: reach.providers };
  return { desks: reach.everywhere ? null : reach.clinics };
}

interface Author {
  patient: boolean;
  providerId: number | null;
  clinicId: number | null;
}

/** In whose name something is written: a provider's, who may have several; a desk's; or the patient's own. */
async function authorOf(
  ask: Ask,
  given: { providerId?: number | undefined; clinicId?: number | undefined },
): Promise<Author> {
  if (ask.who.kind === 'patient') return { patient: true, providerId: null, clinicId: null };
  const { providers, clinics } = ask.reach;
  if (providers.length === 0) {
    const clinicId = given.clinicId ?? clinics[0];
    if (clinicId === undefined) throw notSo('Name the clinic.');
    ask.may({ clinicId });
    return { patient: false, providerId: null, clinicId };
  }
  const providerId = given.providerId ?? providers[0];
  if (providerId === undefined || !providers.includes(providerId as never)) throw new Problem('forbidden');
  const [works] = await ask.db.query<{ clinicId: number }[]>(
    'select clinic_id as "clinicId" from shifts_made where provider_id = $1 and ($2::bigint is null or clinic_id = $2) order by 1 limit 1',
    [providerId, given.clinicId ?? null],
  );
  return { patient: false, providerId, clinicId: works?.clinicId ?? null };
}

async function ownEntry(
  ask: Ask,
  params: { id: number; entryId: number },
  kinds: readonly RecordKind[],
): Promise<Entry> {
  const patientId = await ofPatient(ask, params.id);
  const found = (await recordOf(ask.db, patientId, kinds, readerOf(ask))).find((one) => one.id === params.entryId);
  if (!found) throw new Problem('not_found');
  if (found.ended) throw new Problem('conflict');
  const { reach, who } = ask;
  const isOwn =
    found.providerId === null
      ? who.kind === 'patient' ? found.clinicId === null : reach.everywhere || reach.clinics.includes(found.clinicId as never)
      : reach.providers.includes(found.providerId); // prettier-ignore
  if (!isOwn) throw new Problem('forbidden');
  return found;
}

async function visitOf(ask: Ask, patientId: PatientId, visitId: number): Promise<void> {
  const [row] = await ask.db.query<unknown[]>('select from visit where id = $1 and patient_id = $2', [
    visitId,
    patientId,
  ]);
  if (!row) throw notSo('That is no visit of this patient.');
}

async function known(ask: Ask, to: { clinicId: number } | { providerId: number }): Promise<void> {
  const [table, sought] = 'clinicId' in to ? ['clinic', to.clinicId] : ['provider', to.providerId];
  const [row] = await ask.db.query<unknown[]>(`select from ${table} where id = $1`, [sought]);
  if (!row) throw notSo(`There is no such ${table}.`);
}
