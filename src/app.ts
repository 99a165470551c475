import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { version } from '../package.json';
import type { Clock } from './clock';
import { type Config, groups } from './config';
import { createDataSource } from './database/data-source';
import { databaseChecks } from './database/readiness';
import { showFrontPage } from './hub/front-page';
import { createHub } from './hub/server';
import { channelsOf } from './channels';
import { messagingOf } from './messaging';

export const roles = ['all', 'hub', 'worker'] as const;

/** What this process does: answer the outside world, work off what is due, or both. */
export type Role = (typeof roles)[number];

export interface App {
  readonly hub: FastifyInstance;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  /** Resolves with the address it answers at. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** Everything that runs, put together. Tests start the same. */
export function buildApp(config: Config, clock: Clock, databaseUrl: string, role: Role = 'all'): App {
  const dataSource = createDataSource(databaseUrl);
  const metrics = new Registry();

  const hub = createHub({
    logLevel: config.logLevel,
    trustedProxies: config.trustedProxies,
    checks: databaseChecks(dataSource),
    metrics,
  });
  if (role !== 'worker') showFrontPage(hub, { version, parts: config.production ? [] : partsOf(config) });

  const messaging = messagingOf(dataSource, channelsOf(config), {
    publicUrl: config.publicUrl,
    onMistake: (error) => hub.log.error(error, 'a round of work failed, and is tried again'),
  });

  return {
    hub,
    dataSource,
    clock,
    async start() {
      await dataSource.initialize();
      if (role !== 'worker') await messaging.open(hub);
      messaging.start();
      return hub.listen({ host: config.host, port: config.port });
    },
    async stop() {
      await hub.close();
      await messaging.stop();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

function partsOf(config: Config) {
  const names = Object.keys(groups) as (keyof typeof groups)[];
  return names.map((name) => ({ title: groups[name].title, state: config[name] ? 'on' : 'off' }));
}
