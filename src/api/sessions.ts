import { z } from 'zod';
import type { ClinicId, ProviderId, ServiceId, SessionId } from '../database/ids';
import { Problem } from '../hub/errors';
import { cancelSession, planSession, seatsTaken } from '../scheduling/group-sessions';
import { affected, mayOfProvider } from './hours';
import { day, id, instant, ofId, type Resource } from './route';

const session = z.object({
  id, providerId: id, clinicId: id, serviceId: id, roomId: id.nullable(), day: z.string(), starts: z.string(), ends: z.string(),
  seats: z.int(), taken: z.int(), away: z.boolean().describe('The provider is on leave, or the clinic is shut'),
}); // prettier-ignore

/** Group sessions: several people, one doctor, one time. */
export const sessions: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/providers/:id/sessions', policy: 'hours.read' },
    summary: 'The group sessions of a provider, and how many seats are taken',
    params: ofId,
    query: z.object({ fromDay: day, toDay: day }),
    answer: z.object({ items: z.array(session) }),
    async handle({ params, query: { fromDay, toDay } }, ask) {
      const { reach } = ask;
      const own = reach.everywhere || reach.providers.includes(params.id as ProviderId);
      if (!own && reach.clinics.length === 0) throw new Problem('not_found');
      const items = await ask.db.query<z.output<typeof session>[]>(
        `select g.id, g.provider_id as "providerId", g.clinic_id as "clinicId", g.service_id as "serviceId", g.room_id as "roomId",
                g.day::text as day, g.starts, g.ends, g.seats, g.away,
                (select count(*)::integer from visit v where v.session_id = g.id and v.status in ('requested', 'booked', 'arrived', 'done', 'missed')) as taken
           from group_session g
          where g.provider_id = $1 and g.cancelled_at is null and g.day between $4 and $5 and ($2 or g.clinic_id = any($3))
          order by g.starts limit 500`,
        [params.id, own, reach.clinics, fromDay, toDay],
      );
      return { items };
    },
  });

  add({
    ...{ method: 'POST', url: '/providers/:id/sessions', policy: 'hours.write' },
    summary: 'Plan a group session; visits already in its time are named, not moved',
    params: ofId,
    body: z.object({ clinicId: id, serviceId: id, roomId: id.optional(), starts: instant, ends: instant, seats: z.int().min(1).max(200) }), // prettier-ignore
    async handle({ params, body }, ask) {
      await mayOfProvider(ask, params.id, body.clinicId);
      const gives = await ask.db.query<unknown[]>(
        `select from provider_service ps join service sv on sv.id = ps.service_id
          where ps.provider_id = $1 and sv.id = $2 and sv.clinic_id = $3 and sv.seats > 1 and sv.ended_at is null
            and ($4::bigint is null or exists (select from room r where r.id = $4 and r.clinic_id = sv.clinic_id))`,
        [params.id, body.serviceId, body.clinicId, body.roomId],
      );
      if (gives.length === 0) throw new Problem('not_acceptable', { about: { detail: NO_GROUP } });
      const planned = await planSession(ask.db, {
        ...{ providerId: params.id as ProviderId, clinicId: body.clinicId as ClinicId, mode: 'in_person' },
        ...{ serviceId: body.serviceId as ServiceId, seats: body.seats, by: ask.by },
        ...{ starts: new Date(body.starts), ends: new Date(body.ends), ...(body.roomId && { roomId: body.roomId }) },
      });
      if (!planned) throw new Problem('conflict', { about: { detail: ANOTHER_THERE } });
      return { id: planned.sessionId, affected: affected(ask, planned.affected) };
    },
  });

  add({
    ...{ method: 'POST', url: '/sessions/:id/cancel', policy: 'hours.write' },
    summary: 'Call a group session off; or, as a preview, who has a seat in it',
    params: ofId,
    body: z.object({ preview: z.boolean().default(false) }),
    async handle({ params, body }, ask) {
      const sessionId = params.id as SessionId;
      const [known] = await ask.db.query<{ providerId: number; clinicId: number }[]>(
        `select provider_id as "providerId", clinic_id as "clinicId" from group_session where id = $1 and cancelled_at is null`,
        [sessionId],
      );
      if (!known) throw new Problem('not_found');
      await mayOfProvider(ask, known.providerId, known.clinicId);
      if (body.preview) return { affected: affected(ask, await seatsTaken(ask.db, sessionId)) };
      const off = await cancelSession(ask.db, sessionId, ask.by);
      if (!off) throw new Problem('not_found');
      return { affected: affected(ask, off.affected) };
    },
  });
};

const NO_GROUP =
  'This provider gives no such service for several people in this clinic, or the room is in another one.';
const ANOTHER_THERE = 'There is another session of this provider, or in this room, at that time.';
