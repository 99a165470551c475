import { z } from 'zod';
import { Problem } from '../hub/errors';
import { periods, wish, wishesOf } from '../summaries/send-summaries';
import type { House } from './api';
import { notSo } from './family';
import { type Ask, id, type Resource } from './route';

/** Figures by mail, for whoever asks for them. */
export const summaries =
  ({ mail }: Pick<House, 'mail'>): Resource =>
  (add) => {
    add({
      ...{ method: 'GET', url: '/reports/summaries', policy: 'summaries.write' },
      summary: 'Of which clinics one gets the figures by mail, and how often',
      handle: async (_given, ask) => ({ items: await wishesOf(ask.db, colleague(ask)) }),
    });

    add({
      ...{ method: 'PUT', url: '/reports/summaries', policy: 'summaries.write' },
      summary: 'Get the figures of a clinic by mail, each day, week or month that is over; with nothing named, none',
      body: z.object({ clinicId: id, every: z.array(z.enum(periods)).max(periods.length) }),
      async handle({ body }, ask) {
        const accountId = colleague(ask);
        ask.may({ clinicId: body.clinicId });
        if (!mail && body.every.length > 0) throw notSo('This house sends no mail: SMTP_URL is not set.');
        await wish(ask.db, accountId, body.clinicId, [...new Set(body.every)]);
        return { items: await wishesOf(ask.db, accountId) };
      },
    });
  };

function colleague({ who, reach }: Ask): number {
  void reach;
  if (who.kind !== 'account') throw new Problem('forbidden');
  return who.id;
}
