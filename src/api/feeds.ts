import { z } from 'zod';
import { endFeed, feedsOf, makeFeed } from '../feeds/feeds';
import { Problem } from '../hub/errors';
import type { House } from './api';
import { note } from './directory';
import { type Ask, ofId, type Resource } from './route';

/** Calendars for the programs that providers already use. */
export const feeds =
  ({ publicUrl }: Pick<House, 'publicUrl'>): Resource =>
  (add) => {
    add({
      ...{ method: 'GET', url: '/providers/:id/feeds', policy: 'feeds.write' },
      summary: 'Addresses at which a calendar can be looked at; the addresses themselves are not shown again',
      params: ofId,
      async handle({ params }, ask) {
        await mayFeed(ask, params.id);
        return { items: await feedsOf(ask.db, params.id) };
      },
    });

    add({
      ...{ method: 'POST', url: '/providers/:id/feeds', policy: 'feeds.write' },
      summary: 'A new address (iCalendar), shown once; with names of patients only if an administrator says so',
      params: ofId,
      body: z.object({ names: z.boolean().default(false) }),
      async handle({ params, body }, ask) {
        const isOwn = await mayFeed(ask, params.id);
        if (body.names && isOwn) throw new Problem('forbidden', { about: { detail: NAMES } });
        const { id, token } = await makeFeed(ask.db, { providerId: params.id, names: body.names, by: ask.by });
        await note(ask, body.names ? 'feed_made_with_names' : 'feed_made', `provider:${params.id}`, null);
        return { id, url: `${publicUrl}/calendar/${token}.ics` };
      },
    });

    add({
      ...{ method: 'DELETE', url: '/feeds/:id', policy: 'feeds.write' },
      summary: 'Nobody looks at this address any more',
      params: ofId,
      async handle({ params }, ask) {
        const [feed] = await ask.db.query<{ providerId: number }[]>(
          'select provider_id as "providerId" from calendar_feed where id = $1 and ended_at is null',
          [params.id],
        );
        if (!feed) {
          void ask.reach;
          throw new Problem('not_found');
        }
        await mayFeed(ask, feed.providerId);
        await endFeed(ask.db, params.id);
        await note(ask, 'feed_ended', `provider:${feed.providerId}`, null);
        return { id: params.id };
      },
    });
  };

const NAMES = 'Names of patients leave the house with such a calendar: only an administrator may allow that.';

/** A provider's own, or for whoever answers for every clinic they work in: a calendar shows them all. Says whether it is their own. */
async function mayFeed(ask: Ask, providerId: number): Promise<boolean> {
  const { reach } = ask;
  const clinics = await ask.db.query<{ clinicId: number }[]>(
    'select clinic_id as "clinicId" from shifts_made where provider_id = $1',
    [providerId],
  );
  if (reach.everywhere) return false;
  if (clinics.length > 0 && clinics.every(({ clinicId }) => reach.clinics.includes(clinicId as never))) return false;
  ask.may({ providerId });
  return true;
}
