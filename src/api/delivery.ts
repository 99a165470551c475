import { z } from 'zod';
import type { ClinicId, OutboxId } from '../database/ids';
import { Problem } from '../hub/errors';
import { redrive } from '../outbox/dead-letters';
import { alarmsIn, figuresOf } from '../outbox/figures';
import { id, type Resource } from './route';

const letter = z.object({
  id, clinicId: id.nullable(), patientId: id.nullable(), patient: z.string().nullable(), kind: z.string(), channel: z.string(),
  status: z.string(), why: z.string().nullable(), at: z.string(), sendable: z.boolean(),
}); // prettier-ignore

interface Letter {
  patientId: number | null;
}

/** What did not get through: with whom it was for, so that somebody can be called. */
const LETTERS = `
  select o.id, o.clinic_id as "clinicId", p.id as "patientId", p.name as patient, o.kind, k.channel, o.status, o.why,
         o.settled_at as at, k.stopped_at is null as sendable
    from outbox o join contact k on k.id = o.contact_id
    left join lateral (select cp.patient_id from contact_patient cp where cp.contact_id = k.id order by cp.relation <> 'self', cp.patient_id limit 1) of on true
    left join patient p on p.id = of.patient_id
   where o.status in ('failed', 'undelivered', 'dead') and ($1 or o.clinic_id = any($2::bigint[])) and ($3::bigint is null or o.clinic_id = $3)
   order by o.settled_at desc limit $4`;

export const delivery: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/delivery', policy: 'delivery.read' },
    summary: 'How messages get through: the last day by channel in these clinics, and, for the house, what is late',
    query: z.object({ clinicId: id.optional() }),
    async handle({ query }, ask) {
      const { everywhere, clinics } = ask.reach;
      const channels = await ask.db.query<{ channel: string }[]>(
        `select k.channel, count(*) filter (where o.status in ('sent', 'delivered'))::int as sent,
                count(*) filter (where o.status = 'delivered')::int as delivered,
                count(*) filter (where o.status in ('failed', 'undelivered', 'dead'))::int as failed,
                count(*) filter (where o.status in ('pending', 'sending', 'uncertain'))::int as waiting,
                coalesce(sum(o.segments), 0)::int as segments, coalesce(sum(o.cost_micros), 0)::float8 as "costMicros", min(o.currency) as currency
           from outbox o join contact k on k.id = o.contact_id
          where (o.settled_at is null or o.settled_at > clock_now() - interval '1 day')
            and ($1 or o.clinic_id = any($2::bigint[])) and ($3::bigint is null or o.clinic_id = $3)
          group by k.channel order by k.channel`,
        [everywhere, clinics, query.clinicId],
      );
      if (!everywhere) return { channels, house: null };
      const figures = await figuresOf(ask.db, channels.map(({ channel }) => channel)); // prettier-ignore
      const { lag, uncertain, dead, held } = figures;
      return { channels, house: { lag, uncertain, dead, held, alarms: alarmsIn(figures) } };
    },
  });

  add({
    ...{ method: 'GET', url: '/delivery/dead', policy: 'delivery.read' },
    summary: 'Messages that did not get through, newest first, and whom they were for',
    query: z.object({ clinicId: id.optional(), limit: z.int().min(1).max(200).default(50) }),
    answer: z.object({ items: z.array(letter) }),
    async handle({ query }, ask) {
      const { everywhere, clinics } = ask.reach;
      const items = await ask.db.query<Letter[]>(LETTERS, [everywhere, clinics, query.clinicId, query.limit]);
      ask.saw(items.map(({ patientId }) => patientId));
      return { items };
    },
  });

  add({
    ...{ method: 'POST', url: '/delivery/redrive', policy: 'delivery.write' },
    summary: 'Send again what somebody has looked into; a stop, or a visit that has changed, still counts',
    body: z.object({ ids: z.array(id).min(1).max(200) }),
    async handle({ body }, ask) {
      const rows = await ask.db.query<{ clinicId: ClinicId | null }[]>(
        'select clinic_id as "clinicId" from outbox where id = any($1)',
        [body.ids],
      );
      if (rows.length < new Set(body.ids).size) throw new Problem('not_found');
      for (const each of rows) ask.may(each);
      return { driven: await redrive(ask.db, body.ids as OutboxId[], ask.by) };
    },
  });
};
