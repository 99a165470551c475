import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/statements';
import { Problem } from '../hub/errors';
import { asCalendar } from './as-calendar';
import { readFeed } from './feeds';

/** `GET /calendar/:token.ics`: for the calendar programs that providers already use. */
export async function openFeeds(hub: FastifyInstance, db: Database): Promise<void> {
  await hub.register(async (routes) => {
    await routes.register(rateLimit, { max: 60, timeWindow: '1 minute' });
    routes.get<{ Params: { name: string } }>('/calendar/:name', async ({ params }, reply) => {
      const token = /^([A-Za-z0-9_-]{43})\.ics$/.exec(params.name)?.[1];
      const feed = token === undefined ? undefined : await readFeed(db, token);
      if (!feed) throw new Problem('not_found');
      return reply
        .type('text/calendar; charset=utf-8')
        .header('cache-control', 'private, max-age=300')
        .header('referrer-policy', 'no-referrer')
        .header('x-content-type-options', 'nosniff')
        .send(asCalendar(feed));
    });
  });
}
