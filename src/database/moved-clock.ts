import { Client } from 'pg';

/** The demonstration lets the clock of its database run ahead. With real patients, reminders would leave too early. */
export async function refuseMovedClock(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ moved: boolean }>(
    `select shift <> interval '0' or frozen_at is not null as moved from clock`,
  );
  await client.end();
  if (!rows[0]?.moved) return;
  throw new Error(
    'The clock of this database was moved by a demonstration, so reminders would leave too early. Use an empty database for a clinic: another DATA_DIR or DATABASE_URL.',
  );
}
