import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/database/data-source';
import './test-key';

export interface FreshDatabase {
  readonly name: string;
  readonly url: string;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

/** A database of one's own with the newest schema, copied from the template in some 20 ms; or a copy of another one. */
export async function freshDatabase(template = 'tmpl'): Promise<FreshDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`create database ${name} template ${template} strategy file_copy`);
  const url = urlOf(name);
  const dataSource = await createDataSource(url).initialize();
  return { name, url, dataSource, drop: () => drop(dataSource, name) };
}

async function drop(dataSource: DataSource, name: string): Promise<void> {
  if (dataSource.isInitialized) await dataSource.destroy();
  await asAdmin(`drop database if exists ${name} with (force)`);
}

async function asAdmin(sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl() });
  // Without a listener the end of the server, after the last test, would bring the whole run down with it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = database;
  return url.href;
}

function adminUrl(): string {
  const url = process.env.MIADI_TEST_DATABASE;
  if (!url)
    throw new Error('MIADI_TEST_DATABASE is missing: tests start through jest, which runs test/global-setup.ts.');
  return url;
}
