import { z } from 'zod';
import { indexProvider, indexService } from '../directory/index-terms';
import type { ProviderId, ServiceId, SpecialtyCode } from '../database/ids';
import { Problem } from '../hub/errors';
import { type Ask, asPage, id, line, ofId, page, paging, type Resource } from './route';

const names = z.record(z.string(), z.string());
const clinic = z.object({
  id, name: z.string(), names, address: z.string(), place: z.string(), country: z.string(), timeZone: z.string(),
  languages: z.array(z.string()), phone: z.string().nullable(), emergencyNumber: z.string(),
}); // prettier-ignore
const provider = z.object({
  id, name: z.string(), languages: z.array(z.string()), about: z.string(), specialties: z.array(z.string()),
  services: z.array(id), clinics: z.array(id), rating: z.number().nullable(), ratings: z.int(),
}); // prettier-ignore

/** What the desk may set about a service. Its clinic and specialty stay as they are. */
const minutes = z.int().min(0).max(240);
const settings = z.object({
  name: line(100),
  minutes: z.int().min(1).max(720),
  bufferBeforeMinutes: minutes,
  bufferAfterMinutes: minutes,
  startGridMinutes: z.int().min(1).max(1440),
  minimumNoticeMinutes: z.int().min(0).max(525_600),
  horizonDays: z.int().min(1).max(366),
  changeCutoffMinutes: z.int().min(0).max(525_600),
  dailyCap: z.int().min(1).max(1000).nullable(),
  needsApproval: z.boolean(),
  modes: z
    .array(z.enum(['in_person', 'video']))
    .min(1)
    .max(2),
  usual: z.boolean(),
});
const service = settings.extend({ id, clinicId: id, specialty: z.string(), names, seats: z.int() });

const COLUMNS = {
  name: 'name', minutes: 'minutes', bufferBeforeMinutes: 'buffer_before_minutes', bufferAfterMinutes: 'buffer_after_minutes',
  startGridMinutes: 'start_grid_minutes', minimumNoticeMinutes: 'minimum_notice_minutes', horizonDays: 'horizon_days',
  changeCutoffMinutes: 'change_cutoff_minutes', dailyCap: 'daily_cap', needsApproval: 'needs_approval', modes: 'modes', usual: 'usual',
} as const; // prettier-ignore
const SERVICE = `id, clinic_id as "clinicId", specialty, names, seats, ${Object.entries(COLUMNS).map(([name, column]) => `${column} as "${name}"`).join(', ')}`; // prettier-ignore

export const directory: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/clinics', policy: 'clinics.read' },
    summary: 'Clinics',
    query: z.object(paging),
    answer: page(clinic),
    async handle({ query }, ask) {
      void ask.reach;
      const rows = await ask.db.query<z.output<typeof clinic>[]>(
        `select c.id, c.name, c.names, c.address, p.name as place, p.country, c.time_zone as "timeZone", c.languages, c.phone,
                c.emergency_number as "emergencyNumber"
           from clinic c join place p on p.id = c.place_id where c.closed_at is null and c.id > $1 order by c.id limit $2`,
        [query.after ?? 0, query.limit + 1],
      );
      return asPage(rows, query.limit);
    },
  });

  add({
    ...{ method: 'PATCH', url: '/clinics/:id', policy: 'clinics.write' },
    summary: 'Change what patients are told about a clinic',
    params: ofId,
    body: z.object({ name: line(100), address: z.string().max(300), phone: line(30).nullable(), emergencyNumber: line(20) }).partial(), // prettier-ignore
    async handle({ params, body }, ask) {
      ask.may({ clinicId: params.id });
      await ask.db.query(
        `update clinic set name = coalesce($2, name), address = coalesce($3, address), emergency_number = coalesce($4, emergency_number),
                phone = case when $5 then $6 else phone end where id = $1`,
        [params.id, body.name, body.address, body.emergencyNumber, body.phone !== undefined, body.phone ?? null],
      );
      await note(ask, 'clinic_changed', `clinic:${params.id}`, params.id);
      return { id: params.id };
    },
  });

  add({
    ...{ method: 'GET', url: '/providers', policy: 'providers.read' },
    summary: 'Doctors, nurses and specialists, with what patients thought of their visits',
    query: z.object({ ...paging, clinicId: id.optional(), specialty: z.string().max(40).optional(), language: z.string().max(8).optional() }), // prettier-ignore
    answer: page(provider),
    async handle({ query }, ask) {
      void ask.reach;
      const rows = await ask.db.query<z.output<typeof provider>[]>(
        `select p.id, p.name, p.languages, p.about,
                array(select specialty from provider_specialty s where s.provider_id = p.id order by 1) as specialties,
                array(select service_id from provider_service s where s.provider_id = p.id order by 1) as services,
                array(select clinic_id from shifts_made m where m.provider_id = p.id order by 1) as clinics,
                (select round(avg(f.rating), 1)::float from feedback f join visit v on v.id = f.visit_id where v.provider_id = p.id) as rating,
                (select count(f.rating)::integer from feedback f join visit v on v.id = f.visit_id where v.provider_id = p.id) as ratings
           from provider p
          where p.left_at is null and p.id > $1
            and ($3::bigint is null or exists (select from shifts_made m where m.provider_id = p.id and m.clinic_id = $3)
                 or exists (select from provider_service x join service s on s.id = x.service_id where x.provider_id = p.id and s.clinic_id = $3))
            and ($4::text is null or exists (select from provider_specialty s where s.provider_id = p.id and s.specialty = $4))
            and ($5::text is null or $5 = any(p.languages))
          order by p.id limit $2`,
        [query.after ?? 0, query.limit + 1, query.clinicId ?? null, query.specialty ?? null, query.language ?? null],
      );
      return asPage(rows, query.limit);
    },
  });

  add({
    ...{ method: 'PATCH', url: '/providers/:id', policy: 'providers.write' },
    summary: 'Change what patients read about a provider',
    params: ofId,
    body: z.object({ name: line(100), about: z.string().max(2000), languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).min(1).max(20) }).partial(), // prettier-ignore
    async handle({ params, body }, ask) {
      await mayAboutProvider(ask, params.id);
      await ask.db.query(
        'update provider set name = coalesce($2, name), about = coalesce($3, about), languages = coalesce($4, languages) where id = $1',
        [params.id, body.name, body.about, body.languages],
      );
      if (body.name) await indexProvider(ask.db, params.id as ProviderId);
      await note(ask, 'provider_changed', `provider:${params.id}`, null);
      return { id: params.id };
    },
  });

  add({
    ...{ method: 'GET', url: '/services', policy: 'services.read' },
    summary: 'What can be booked, and by which rules',
    query: z.object({ ...paging, clinicId: id.optional(), specialty: z.string().max(40).optional() }),
    answer: page(service),
    async handle({ query }, ask) {
      void ask.reach;
      const rows = await ask.db.query<z.output<typeof service>[]>(
        `select ${SERVICE} from service where ended_at is null and id > $1
            and ($3::bigint is null or clinic_id = $3) and ($4::text is null or specialty = $4) order by id limit $2`,
        [query.after ?? 0, query.limit + 1, query.clinicId ?? null, query.specialty ?? null],
      );
      return asPage(rows, query.limit);
    },
  });

  add({
    ...{ method: 'POST', url: '/services', policy: 'services.write' },
    summary: 'Offer something new; what is left out is as usual',
    body: settings.partial().extend({ name: line(100), minutes: settings.shape.minutes, clinicId: id, specialty: z.string().max(40), providers: z.array(id).max(200).default([]) }), // prettier-ignore
    async handle({ body }, ask) {
      ask.may({ clinicId: body.clinicId });
      const [known] = await ask.db.query<unknown[]>('select from specialty where code = $1', [body.specialty]);
      if (!known) throw new Problem('not_acceptable', { about: { detail: 'There is no such specialty.' } });
      const given = givenColumns(body);
      const [row] = await ask.db.query<{ id: ServiceId }[]>(
        `insert into service (clinic_id, specialty, ${given.columns.join(', ')})
         values ($1, $2, ${given.columns.map((_, i) => `$${i + 3}`).join(', ')}) returning id`,
        [body.clinicId, body.specialty as SpecialtyCode, ...given.values],
      );
      if (!row) throw new Error('No service was made');
      await ask.db.query(
        `insert into provider_service (provider_id, service_id)
         select m.provider_id, $2 from shifts_made m where m.provider_id = any($1::bigint[]) and m.clinic_id = $3 on conflict do nothing`,
        [body.providers, row.id, body.clinicId],
      );
      await indexService(ask.db, row.id);
      await note(ask, 'service_made', `service:${row.id}`, body.clinicId);
      return row;
    },
  });

  add({
    ...{ method: 'PATCH', url: '/services/:id', policy: 'services.write' },
    summary: 'Change a service; visits that are booked stay as they are',
    params: ofId,
    body: settings.partial().extend({ ended: z.boolean().optional() }),
    async handle({ params, body }, ask) {
      const [known] = await ask.db.query<{ clinicId: number }[]>('select clinic_id as "clinicId" from service where id = $1', [params.id]); // prettier-ignore
      if (!known) throw new Problem('not_found');
      ask.may(known);
      const given = givenColumns(body);
      if (given.columns.length > 0)
        await ask.db.query(
          `update service set ${given.columns.map((column, i) => `${column} = $${i + 2}`).join(', ')} where id = $1`,
          [params.id, ...given.values],
        );
      if (body.ended) await ask.db.query('update service set ended_at = coalesce(ended_at, clock_now()) where id = $1', [params.id]); // prettier-ignore
      if (body.name) await indexService(ask.db, params.id as ServiceId);
      await note(ask, 'service_changed', `service:${params.id}`, known.clinicId);
      return { id: params.id };
    },
  });

  add({
    ...{ method: 'GET', url: '/specialties', policy: 'services.read' },
    summary: 'Specialties, by their names in each language',
    async handle(_given, ask) {
      void ask.reach;
      return { items: await ask.db.query<object[]>('select code, names from specialty order by code') };
    },
  });
};

/** Only columns of the list, whatever came in. */
function givenColumns(body: Record<string, unknown>): { columns: string[]; values: unknown[] } {
  const given = Object.entries(COLUMNS).filter(([name]) => body[name] !== undefined);
  return { columns: given.map(([, column]) => column), values: given.map(([name]) => body[name]) };
}

/** A provider belongs to the clinics they work in: whoever may act in all of those may change what is said of them. */
async function mayAboutProvider(ask: Ask, providerId: number): Promise<void> {
  const clinics = await ask.db.query<{ clinicId: number }[]>('select clinic_id as "clinicId" from shifts_made where provider_id = $1', [providerId]); // prettier-ignore
  if (clinics.length === 0) ask.may({ clinicId: null });
  for (const each of clinics) ask.may(each);
}

export const note = (ask: Ask, action: string, subject: string, clinicId: number | null): Promise<unknown> =>
  ask.db.query('insert into audit (clinic_id, actor, action, subject, request_id) values ($1, $2, $3, $4, $5)', [
    clinicId,
    ask.by,
    action,
    subject,
    ask.requestId,
  ]);
