import 'reflect-metadata';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities';
import { openedTypes } from './opened-types';

/** How long the database may take before we would rather have an error than a patient waiting. */
const LIMITS = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 5_000,
} as const;

/** How much of a word must be found in a name to consider it (src/directory/find.ts); "sharna" has 0.57 of "sharma". */
const CONSIDERED = 0.5;

/** Our statements come in few shapes and are planned once; planning the search anew each time would cost more than running it. */
const SETTINGS =
  '-c timezone=UTC -c plan_cache_mode=force_generic_plan -c enable_memoize=off -c jit=off ' +
  `-c pg_trgm.word_similarity_threshold=${CONSIDERED}`;

/**
 * Whoever uses a client hears of its end through their query. But between the hands of the pool and those of TypeORM nobody
 * listens, and an error that nobody listens to would end the whole process.
 */
class SteadyClient extends Client {
  constructor(config: ConstructorParameters<typeof Client>[0]) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Eight connections were measured best on two cores; more are slower. */
const POOL = 8;

export function createDataSource(url: string, options: { poolSize?: number } = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    installExtensions: false,
    parseInt8: true, // ids are counted, and no clinic will count past 2^53
    poolSize: options.poolSize ?? POOL,
    extra: { ...LIMITS, application_name: 'miadi', options: SETTINGS, Client: SteadyClient, types: openedTypes },
    poolErrorHandler: () => undefined, // the query that needed the lost connection reports it
  });
}
