import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { version } from '../../package.json';
import { covers, isNowhere, type Reach, reachOf, type Who } from '../accounts/policy';
import { noteReads } from '../audit/note-reads';
import type { Database } from '../database/statements';
import { Problem } from '../hub/errors';
import { EntryError } from '../scheduling/entered';
import { again } from '../scheduling/transaction';
import type { Actor } from '../scheduling/types';
import type { Secret } from '../secret';
import { drawReference } from './reference';
import { type Doorkeeper, identify, type Known } from './identify';
import { explainWhatIsWrong } from './what-is-wrong';
import { live } from './live';
import { onceFor } from './once-for';
import { resources } from './resources';
import { type Add, type AnySpec, type Ask, schemaOf } from './route';

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: AnySpec['policy'];
  }
}

export interface House {
  readonly dataSource: DataSource;
  readonly secret: Secret;
  readonly publicUrl: string;
  /** Something was put into the outbox. */
  deliverSoon?(): void;
  /** Whether mail can be sent. */
  readonly mail?: boolean;
  /** For limits that all processes share. */
  readonly redisUrl?: string | undefined;
  /** Whether other systems inside our own walls may be told what happens. */
  readonly privateWebhooks?: boolean;
}

const PER_MINUTE = 600;

/** Every route of the API, by its policy: what has none does not get in. */
export const declared: AnySpec[] = [];

/** REST over the same functions that the conversation uses. */
export async function openApi(hub: FastifyInstance, house: House): Promise<void> {
  await hub.register(
    async (api) => {
      await api.register(swagger, { openapi: DOCUMENT });
      const redis = house.redisUrl === undefined ? undefined : countingIn(api, house.redisUrl);
      await api.register(rateLimit, {
        ...{ max: PER_MINUTE, timeWindow: '1 minute', errorResponseBuilder: tooMany },
        // Counted by all processes together; while Redis is away, each counts nothing rather than letting nobody in.
        ...(redis && { redis, nameSpace: 'miadi-limit-', skipOnError: true }),
      });
      explainWhatIsWrong(api);
      api.addHook('onRoute', ({ url, config, method }) => {
        if (!config?.policy && method !== 'HEAD') throw new Error(`${String(method)} ${url} declares no policy`);
      });
      // Fastify's own 404 has no policy to declare, and nothing to hide.
      declared.length = 0;
      for (const resource of resources(house)) resource(adder(api, house));
      live(api, house);
      const open = { config: { policy: 'public' as const }, schema: { hide: true } };
      api.get('/openapi.json', open, () => api.swagger());
      api.get('/', open, (_request, reply) => drawReference(reply, api.swagger()));
    },
    { prefix: '/api/v1' },
  );
}

function countingIn(api: FastifyInstance, url: string): Redis {
  const redis = new Redis(url, { connectTimeout: 500, maxRetriesPerRequest: 1, enableOfflineQueue: false });
  // Without a listener a Redis that goes away would bring the process down; readiness says what is the matter.
  redis.on('error', () => undefined);
  api.addHook('onClose', () => redis.disconnect());
  return redis;
}

function adder(api: FastifyInstance, house: House): Add {
  const door: Doorkeeper = { db: house.dataSource.manager, secret: house.secret, publicUrl: house.publicUrl };
  return (typed) => {
    // The cast stands where types end: a spec is checked where it is written, and only run here.
    const spec = typed as unknown as AnySpec;
    declared.push(spec);
    api.route({
      method: spec.method,
      url: spec.url,
      schema: schemaOf(spec),
      config: { policy: spec.policy, ...(spec.perMinute && { rateLimit: { max: spec.perMinute } }) },
      handler: (request, reply) => answer(house, door, spec, request, reply),
    });
  };
}

async function answer(house: House, door: Doorkeeper, spec: AnySpec, request: FastifyRequest, reply: FastifyReply) {
  void reply.header('cache-control', 'no-store');
  const known = spec.policy === 'public' ? NOBODY : await identify(door, request);
  const reach = spec.policy === 'public' ? undefined : reachOf(known.who, spec.policy);
  if (reach && isNowhere(reach)) throw new Problem('forbidden');
  const seen: number[] = [];
  const asked = { reach: reach === undefined };
  const asking = (db: Database): Ask => makeAsk({ db, known, reach: reach ?? NONE, request, reply, seen, asked });
  const work = async (db: Database): Promise<unknown> => {
    const result = await spec.handle(request as never, asking(db));
    // Somebody wrote a route that gives an answer without looking whose it is: better none.
    if (!asked.reach) throw new Error(`${spec.method} ${spec.url} did not ask how far its caller may go`);
    await noteReads(db, {
      patients: seen,
      actor: actorOf(known.who),
      requestId: request.id,
      route: `${spec.method} ${spec.url}`,
    });
    return result ?? null;
  };
  try {
    const isRead = spec.method === 'GET';
    if (isRead || spec.policy === 'public') return await work(house.dataSource.manager);
    const result = await again(() => house.dataSource.transaction((tx) => onceFor(tx, known, request, work)));
    house.deliverSoon?.();
    return result;
  } catch (error) {
    if (error instanceof EntryError)
      throw new Problem('not_acceptable', { cause: error, about: { detail: error.message } });
    throw error;
  }
}

const nobody: Who = { kind: 'key', id: 0, grants: [], patients: [], scopes: [], clinicId: null };
const NOBODY: Known = { who: nobody, now: new Date(0), signInId: null };
const NONE: Reach = { everywhere: false, clinics: [], providers: [], patients: [] };

interface Asking {
  db: Database;
  known: Known;
  reach: Reach;
  request: FastifyRequest;
  reply: FastifyReply;
  seen: number[];
  asked: { reach: boolean };
}

function makeAsk({ db, known, reach, request, reply, seen, asked }: Asking): Ask {
  const look = (): Reach => ((asked.reach = true), reach);
  return {
    db,
    who: known.who,
    by: actorOf(known.who),
    signInId: known.signInId,
    now: known.now,
    requestId: request.id,
    request,
    reply,
    get reach() {
      return look();
    },
    may(belongs) {
      if (!covers(look(), belongs)) throw new Problem('not_found');
    },
    saw: (patients) => void seen.push(...patients.filter((one) => one !== null)),
  };
}

const PREFIX = { account: 'staff', patient: 'patient', key: 'key' } as const;
export const actorOf = (who: Who): Actor => `${PREFIX[who.kind]}:${who.id}`;

const tooMany = (_request: FastifyRequest, { ttl }: { ttl: number }): Problem =>
  new Problem('too_many', { retryAfterSeconds: Math.ceil(ttl / 1000) });

const DOCUMENT = {
  openapi: '3.0.3' as const,
  info: {
    title: 'Miadi',
    version,
    description:
      'Clinics, free times, visits and all the console does. Sign in with a key (`Authorization: Bearer miadi_…`) or with a short token from `POST /token`. ' +
      'Every write takes an `Idempotency-Key`: the same request under the same key is done once and answered the same way.',
  },
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
  security: [{ bearer: [] }],
};
