import type { FastifyInstance } from 'fastify';
import { type Reach, isNowhere, reachOf } from '../accounts/policy';
import { Problem } from '../hub/errors';
import type { House } from './api';
import { identify } from './identify';

const LOOK_MS = 1_500;
/** Then the browser asks again, and is asked again who it is. */
const LONGEST_MS = 5 * 60_000;
/** A sign of life, so that no proxy between thinks the line is dead. */
const BEAT_MS = 25_000;
const MOST_LISTENERS = 500;

interface Listener {
  reach: Reach;
  tell(): void;
  end(): void;
}

/** Tells pages that something has changed in their clinic: never what, so that there is nothing in it to protect. */
export function live(api: FastifyInstance, house: House): void {
  const listeners = new Set<Listener>();
  let last: number | undefined;
  const look = async (): Promise<void> => {
    if (listeners.size === 0) return void (last = undefined);
    const [newest] = await house.dataSource.query<{ id: number | null }[]>('select max(id) as id from audit');
    const before = last;
    last = newest?.id ?? 0;
    if (before === undefined || last <= before) return;
    const rows = await house.dataSource.query<{ clinicId: number }[]>(
      `select distinct clinic_id as "clinicId" from audit where id > $1 and clinic_id is not null`,
      [before],
    );
    const clinics = rows.map((row) => row.clinicId);
    for (const { reach, tell } of listeners)
      if (
        reach.everywhere ||
        reach.providers.length > 0 ||
        clinics.some((id) => (reach.clinics as readonly number[]).includes(id))
      )
        tell();
  };
  const timer = setInterval(
    () => void look().catch((error: unknown) => api.log.error(error, 'looking for news failed')),
    LOOK_MS,
  );
  timer.unref();
  api.addHook('preClose', async () => {
    clearInterval(timer);
    for (const { end } of listeners) end();
  });

  api.get(
    '/live',
    {
      config: { policy: 'visits.read' },
      schema: { summary: 'Server-sent events: something has changed', tags: ['live'] },
    },
    async (request, reply) => {
      const door = { db: house.dataSource.manager, secret: house.secret, publicUrl: house.publicUrl };
      const { who } = await identify(door, request);
      const reach = reachOf(who, 'visits.read');
      if (isNowhere(reach) || who.kind === 'patient') throw new Problem('forbidden');
      if (listeners.size >= MOST_LISTENERS) throw new Problem('not_ready', { retryAfterSeconds: 30 });
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.write('retry: 2000\n\n');
      const listener: Listener = { reach, tell: () => void reply.raw.write('data: news\n\n'), end: () => end() };
      listeners.add(listener);
      const beat = setInterval(() => reply.raw.write(': still here\n\n'), BEAT_MS);
      const end = (): void => {
        listeners.delete(listener);
        clearInterval(beat);
        clearTimeout(longest);
        reply.raw.end();
      };
      const longest = setTimeout(end, LONGEST_MS);
      request.raw.on('close', end);
    },
  );
}
