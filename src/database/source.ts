import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { entities } from './entities';

/** How long the database may take before we would rather have an error than a patient waiting. */
const LIMITS = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 5_000,
} as const;

export async function openDatabase(url: string, options: { poolSize?: number } = {}): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    entities,
    synchronize: false,
    installExtensions: false,
    parseInt8: true,
    poolSize: options.poolSize ?? 8, // measured best on two cores; more connections are slower
    extra: { ...LIMITS, application_name: 'miadi', options: '-c timezone=UTC' },
    poolErrorHandler: () => undefined, // the query that needed the lost connection reports it
  });
  return dataSource.initialize();
}
