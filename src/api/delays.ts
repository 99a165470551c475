import { z } from 'zod';
import type { ClinicId, ProviderId } from '../database/ids';
import { runLate } from '../reminders/run-late';
import { affectedBy } from '../scheduling/affected';
import { delayToday } from '../scheduling/delay';
import { mayOfProvider } from './hours';
import { ofId, type Resource } from './route';

/** A provider runs late, or a visit cannot take place: who hears of it, and what they say to it. */
export const delays: Resource = (add) => {
  add({
    ...{ method: 'POST', url: '/providers/:id/delay', policy: 'hours.write' },
    summary: 'A provider runs so many minutes late today (0: in time again); those whom it touches are told once',
    params: ofId,
    body: z.object({ minutes: z.int().min(0).max(600) }),
    async handle({ params, body }, ask) {
      await mayOfProvider(ask, params.id, null);
      const providerId = params.id as ProviderId;
      const { told, toCall } = await runLate(ask.db, { providerId, minutes: body.minutes, by: ask.by });
      ask.saw([...told, ...toCall].map(({ patientId }) => patientId));
      return { told, toCall };
    },
  });

  add({
    ...{ method: 'GET', url: '/providers/:id/delay', policy: 'hours.read' },
    summary: 'How late a provider is today, and whether those who were told wait, move, or come by video',
    params: ofId,
    async handle({ params }, ask) {
      await mayOfProvider(ask, params.id, null);
      const delay = await delayToday(ask.db, params.id as ProviderId);
      ask.saw((delay?.told ?? []).map(({ patientId }) => patientId));
      return delay ?? { minutes: 0, told: [] };
    },
  });

  add({
    ...{ method: 'GET', url: '/clinics/:id/affected', policy: 'hours.read' },
    summary:
      'Whose visit cannot take place, through leave or a closure: moved, cancelled, kept, waiting, or needs a call',
    params: ofId,
    async handle({ params }, ask) {
      ask.may({ clinicId: params.id });
      const items = await affectedBy(ask.db, { clinicId: params.id as ClinicId });
      ask.saw(items.map(({ patientId }) => patientId));
      return { items };
    },
  });
};
