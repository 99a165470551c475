import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { type Config, type Environment, groups } from '../config';
import { changesOf } from './changes';
import { type Phones, phonesOf } from './phones';
import { openProviders } from './providers';
import { showFirstMinute } from './routes';

export interface FirstMinute {
  /** To be read as settings: the product is switched on as it would be for a clinic with three accounts. */
  readonly environment: Environment;
  /** Puts the page in the place of the front page. */
  show(hub: FastifyInstance, about: { dataSource: DataSource; publicUrl: string }): void;
  close(): Promise<void>;
}

/** Only where nobody could take it for the real thing: no provider is set up, and this is no production. */
export const mayPretend = (config: Config): boolean =>
  !config.production &&
  !config.whatsappWeb &&
  Object.keys(groups).every((name) => !config[name as keyof typeof groups]);

/** The product on stand-ins, and a page on which anybody can try all of it. */
export async function openFirstMinute(): Promise<FirstMinute> {
  const providers = await openProviders();
  const changes = changesOf();
  let phones: Phones | undefined;
  return {
    environment: providers.environment,
    show(hub, { dataSource, publicUrl }) {
      const address = (): string => {
        const { address: host, port, family } = hub.server.address() as AddressInfo;
        const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : family === 'IPv6' ? `[${host}]` : host;
        return `http://${at}:${port}`;
      };
      const ours = {
        publicUrl,
        get address() {
          return address();
        },
      };
      phones = phonesOf({ dataSource, hub: ours, providers, changed: changes.nudge });
      showFirstMinute(hub, { dataSource, phones, changes });
      hub.addHook('preClose', (done) => (phones?.stop(), done()));
    },
    async close() {
      phones?.stop();
      await providers.close();
    },
  };
}
