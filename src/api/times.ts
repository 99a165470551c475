import { z } from 'zod';
import type { ClinicId, PatientId, ProviderId, ServiceId, SpecialtyCode } from '../database/ids';
import { findAllTimes, findTimes } from '../scheduling/find-times';
import type { Wanted } from '../scheduling/types';
import { whyNot } from '../scheduling/why-not';
import { day, id, instant, type Resource } from './route';
import { languageFor, refusalInWords } from './words';
import { visitFor } from './visit-rows';

const mode = z.enum(['in_person', 'video']);
const query = z.object({
  ...{
    providerId: id.optional(),
    serviceId: id.optional(),
    clinicId: id.optional(),
    specialty: z.string().max(40).optional(),
  },
  ...{ language: z.string().max(8).optional(), mode: mode.optional(), fromDay: day.optional(), toDay: day.optional() },
  fromMinute: z.int().min(0).max(1440).optional(),
  toMinute: z.int().min(0).max(1440).optional(),
  moving: id.optional().describe('A visit that is to be moved: its own time counts as free'),
  every: z.boolean().default(false).describe('Every start, instead of a few good ones'),
  limit: z.int().min(1).max(500).default(5),
});

export const times: Resource = (add) => {
  add({
    ...{ method: 'GET', url: '/times', policy: 'times.read' },
    summary: 'Free times: what stands here can be booked',
    query,
    async handle({ query: q }, ask) {
      void ask.reach;
      const moving = q.moving === undefined ? undefined : await visitFor(ask, q.moving);
      const found = await (q.every ? findAllTimes : findTimes)(
        ask.db,
        asWanted(q, ask.who.kind === 'account', moving),
        q.limit,
      );
      return { items: found.map(({ midnight: _, ...time }) => time) };
    },
  });

  add({
    ...{ method: 'GET', url: '/times/why-not', policy: 'times.read' },
    summary: 'Every rule that stands against a time; none means it can be booked',
    query: z.object({
      providerId: id,
      serviceId: id,
      starts: instant,
      mode: mode.default('in_person'),
      moving: id.optional(),
    }),
    async handle({ query: q }, ask) {
      void ask.reach;
      const moving = q.moving === undefined ? undefined : await visitFor(ask, q.moving);
      const slot = {
        ...{ providerId: q.providerId as ProviderId, serviceId: q.serviceId as ServiceId, clinicId: 0 as ClinicId },
        ...{ starts: new Date(q.starts), mode: q.mode },
      };
      const sitting = (moving as { sitting?: number } | undefined)?.sitting as never;
      const rules = await whyNot(ask.db, slot, {
        by: ask.by,
        moving: sitting,
        patientId: moving?.patientId as PatientId,
      });
      const language = languageFor(ask.request.headers['accept-language']);
      return { rules: rules.map((rule) => ({ rule, words: refusalInWords(language, rule) })) };
    },
  });
};

function asWanted(q: z.output<typeof query>, staff: boolean, moving: object | undefined): Wanted {
  const sitting = (moving as { sitting?: number } | undefined)?.sitting;
  return {
    ...(q.providerId && { providers: [q.providerId as ProviderId] }),
    ...(q.serviceId && { services: [q.serviceId as ServiceId] }),
    ...(q.clinicId && { clinics: [q.clinicId as ClinicId] }),
    ...(q.specialty && { specialty: q.specialty as SpecialtyCode }),
    ...(q.language && { language: q.language }),
    ...(q.mode && { mode: q.mode }),
    ...(q.fromDay && { fromDay: q.fromDay }),
    ...(q.toDay && { toDay: q.toDay }),
    ...(q.fromMinute !== undefined && { fromMinute: q.fromMinute }),
    ...(q.toMinute !== undefined && { toMinute: q.toMinute }),
    ...(sitting !== undefined && { moving: sitting as never }),
    staff,
  };
}
