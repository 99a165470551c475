import { z } from 'zod';
import { id, instant, paging, asPage, type Resource } from './route';

export const auditLog: Resource = (add) =>
  add({
    ...{ method: 'GET', url: '/audit', policy: 'audit.read' },
    summary: 'Who read or changed what, newest first',
    query: z.object({
      ...{
        before: id.optional(),
        limit: paging.limit,
        subject: z.string().max(60).optional(),
        actor: z.string().max(60).optional(),
      },
      ...{ action: z.string().max(60).optional(), from: instant.optional(), to: instant.optional() },
    }),
    async handle({ query: q }, ask) {
      const { everywhere, clinics } = ask.reach;
      const rows = await ask.db.query<{ id: number }[]>(
        `select a.id, a.at, a.clinic_id as "clinicId", a.actor, a.action, a.subject, a.request_id as "requestId", a.details
           from audit a
          where ($1::boolean or a.clinic_id = any($2::bigint[])) and ($3::bigint is null or a.id < $3)
            and ($4::text is null or a.subject = $4) and ($5::text is null or a.actor = $5) and ($6::text is null or a.action = $6)
            and ($7::timestamptz is null or a.at >= $7) and ($8::timestamptz is null or a.at < $8)
          order by a.id desc limit $9`,
        [everywhere, clinics, q.before, q.subject, q.actor, q.action, q.from, q.to, q.limit + 1],
      );
      const answer = asPage(rows, q.limit);
      return { ...answer, next: answer.next };
    },
  });
