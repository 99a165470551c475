import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { version } from '../package.json';
import type { Clock } from './clock';
import { type Config, groups } from './config';
import { openApi } from './api/api';
import { sealNewRows } from './audit/seal';
import { openConsole } from './console/console';
import { openResetPage } from './console/reset-page';
import { openMe } from './console/me';
import { createDataSource } from './database/data-source';
import { databaseChecks } from './database/readiness';
import { slackDeskOf } from './desk/desk';
import { lookAfterCases } from './desk/look-after';
import { showFrontPage } from './hub/front-page';
import type { ReadinessCheck } from './hub/health';
import { createHub } from './hub/server';
import { channelsOf, mailFrom } from './channels';
import { runInProcess, type Runner } from './jobs/in-process';
import { languageModel, translatorFor } from './language-model';
import { messagingOf } from './messaging';
import { measureDelivery } from './outbox/metrics';
import { sweep } from './patients/retention';
import { openFeeds } from './feeds/open-feeds';
import { extendShifts } from './scheduling/make-shifts';
import { sendSummaries } from './summaries/send-summaries';
import { webhookChannel } from './webhooks/webhook-channel';

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

export interface Extras {
  /** Stands in for the plain page at `/`. */
  frontPage?(hub: FastifyInstance, about: { dataSource: DataSource; publicUrl: string }): void;
  /** What must be done, beside what every process needs, before we are ready. */
  checks?: readonly ReadinessCheck[];
}

/** Everything that runs, put together. Tests start the same. */
export function buildApp(
  config: Config,
  clock: Clock,
  databaseUrl: string,
  role: Role = 'all',
  extras: Extras = {},
): App {
  const dataSource = createDataSource(databaseUrl);
  const metrics = new Registry();

  const hub = createHub({
    logLevel: config.logLevel,
    trustedProxies: config.trustedProxies,
    checks: [...databaseChecks(dataSource), ...(extras.checks ?? [])],
    metrics,
  });
  if (extras.frontPage) extras.frontPage(hub, { dataSource, publicUrl: config.publicUrl });
  else if (role !== 'worker') showFrontPage(hub, { version, parts: config.production ? [] : partsOf(config) });

  const onMistake = (error: unknown): void => hub.log.error(error, 'a round of work failed, and is tried again');
  const model = languageModel(config, clock, onMistake);
  const toOtherSystems = { db: dataSource.manager, now: () => clock.now(), privateToo: config.privateWebhooks };
  const channels = [...channelsOf(config, clock), webhookChannel(toOtherSystems)];
  const channelNames = channels.map(({ name }) => name);
  measureDelivery(dataSource.manager, channelNames, metrics);
  const messaging = messagingOf(dataSource, channels, {
    publicUrl: config.publicUrl,
    dataDir: config.dataDir,
    secretKey: config.secretKey,
    now: () => clock.now(),
    redisUrl: config.redisUrl?.reveal(),
    mailFrom: config.smtp && mailFrom(config),
    space: createHash('sha256').update(databaseUrl).digest('hex').slice(0, 12),
    onMistake,
    model,
    onHeld: (because) => hub.log.warn({ because }, 'nothing is sent until somebody says so: npm run outbox -- release'),
  });
  // Each day the horizon moves on by one. Whichever process looks first makes the new day, and the others find it made.
  const newDays = (): Promise<number> => dataSource.transaction((tx) => extendShifts(tx));
  // What has been kept for long enough goes, whichever process looks; a second one finds nothing.
  const tidy = (): Promise<number> => sweep(dataSource.manager, 'system').then(() => 0);
  let calendar: Runner | undefined;
  let tidying: Runner | undefined;
  let summing: Runner | undefined;
  let desk: Runner | undefined;
  let slackRounds: Runner | undefined;
  let seals: Runner | undefined;
  const slack =
    config.slack &&
    slackDeskOf(config.slack, {
      dataSource,
      clock,
      publicUrl: config.publicUrl,
      channels: channelNames,
      translator: translatorFor(config, clock),
      onMistake,
      soon: () => slackRounds?.soon(),
      deliverSoon: messaging.deliverSoon,
    });

  return {
    hub,
    dataSource,
    clock,
    async start() {
      await dataSource.initialize();
      if (role !== 'worker') await messaging.open(hub);
      if (role !== 'worker') {
        await slack?.open(hub);
        openConsole(hub);
        openResetPage(hub);
        const { secretKey: secret, publicUrl } = config;
        const house = {
          dataSource,
          secret,
          publicUrl,
          deliverSoon: messaging.deliverSoon,
          privateWebhooks: config.privateWebhooks,
          mail: config.smtp !== undefined,
          redisUrl: config.redisUrl?.reveal(),
        };
        await openApi(hub, house);
        await openMe(hub, house);
        await openFeeds(hub, dataSource.manager);
      }
      await messaging.start(role);
      calendar = runInProcess(newDays, onMistake, AN_HOUR);
      calendar.soon();
      tidying = runInProcess(tidy, onMistake, 6 * AN_HOUR);
      if (config.smtp) summing = runInProcess(() => sendSummaries(dataSource.manager), onMistake, TEN_MINUTES);
      desk = runInProcess(() => lookAfterCases(dataSource.manager), onMistake);
      seals = runInProcess(() => sealNewRows(dataSource.manager, config.secretKey), onMistake);
      if (slack) slackRounds = runInProcess(slack.round, onMistake);
      return hub.listen({ host: config.host, port: config.port });
    },
    async stop() {
      await hub.close();
      await messaging.stop();
      await seals?.stop();
      await calendar?.stop();
      await tidying?.stop();
      await summing?.stop();
      await desk?.stop();
      await slackRounds?.stop();
      await slack?.stop();
      if (dataSource.isInitialized) await dataSource.destroy();
    },
  };
}

const TEN_MINUTES = 10 * 60 * 1000;
const AN_HOUR = 6 * TEN_MINUTES;

function partsOf(config: Config) {
  const names = Object.keys(groups) as (keyof typeof groups)[];
  return names.map((name) => ({ title: groups[name].title, state: config[name] ? 'on' : 'off' }));
}
