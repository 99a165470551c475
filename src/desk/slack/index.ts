import { App, LogLevel } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Clock } from '../../clock';
import type { Secret } from '../../secret';
import type { Translator } from '../translate';
import { listenToCases } from './case-buttons';
import { listenToCommands } from './commands';
import { listenToDeskWork } from './desk-work';
import { listenToHome, syncHomes } from './home';
import type { House } from './house';
import { letterWatch } from './letters';
import { Line } from './line';
import { HubReceiver } from './receiver';
import { syncSlack } from './sync';
import { clientOptions, valuesIn, workspaces } from './workspaces';

export interface SlackSettings {
  botToken: Secret;
  signingSecret: Secret;
  channel: string;
  apiUrl: string;
  appToken?: Secret | undefined;
}

export interface SlackDesk {
  /** Mounts what Slack calls, or opens the line on which we call Slack. */
  open(hub: FastifyInstance): Promise<void>;
  /** Shows what there is to be shown, and says how much it was. */
  round(): Promise<number>;
  stop(): Promise<void>;
}

interface About {
  dataSource: DataSource;
  publicUrl: string;
  clock: Clock;
  /** By which patients can be written to. */
  channels: readonly string[];
  translator?: Translator | undefined;
  onMistake(error: unknown): void;
  /** A round should be made now. */
  soon(): void;
  /** Something for patients has been put into the outbox. */
  deliverSoon(): void;
}

/** The desk in Slack: what stands there follows from the cases, and what is pressed there is done to the cases. */
export function slackDesk(settings: SlackSettings, about: About): SlackDesk {
  const { dataSource, onMistake, publicUrl, channels, translator, soon, deliverSoon } = about;
  const { clientFor, tokenFor } = workspaces(valuesIn(settings.botToken), settings.apiUrl);
  const house: House = {
    dataSource,
    publicUrl,
    channel: settings.channel,
    channels,
    translator,
    clientFor,
    soon,
    deliverSoon,
  };
  let stopped = false;
  const letters = letterWatch(dataSource.manager, settings.channel);
  const hubReceiver = new HubReceiver({
    secrets: valuesIn(settings.signingSecret),
    db: dataSource.manager,
    clock: about.clock,
  });
  const { appToken, apiUrl } = settings;
  const line = appToken && new Line({ appToken, apiUrl, db: dataSource.manager, onMistake });
  const bolt = new App({
    receiver: line ?? hubReceiver,
    authorize: async ({ teamId }) => ({ botToken: await tokenFor(teamId), ...(teamId && { teamId }) }),
    ignoreSelf: false, // programs are told apart by what they send, which needs no question to Slack at the start
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: clientOptions(settings.apiUrl),
  });
  // Without this Bolt would print what it was told, and that may be a patient's.
  bolt.error(async (error) => {
    throw error.original ?? error;
  });
  listenToCases(bolt, house);
  listenToCommands(bolt, house);
  listenToDeskWork(bolt, house);
  listenToHome(bolt, house);
  return {
    async open(hub) {
      if (!line) return hubReceiver.mount(hub);
      // Slack may be away when we start. The console does not wait for it, and we go on calling.
      void keepCalling(bolt, onMistake, () => stopped);
    },
    async round() {
      await letters();
      return (await syncSlack(house)) + (await syncHomes(house));
    },
    async stop() {
      stopped = true;
      if (line) await bolt.stop();
    },
  };
}

const CALL_AGAIN_MS = 10_000;

/** Once the line has stood, it is opened again by itself. */
async function keepCalling(bolt: App, onMistake: (error: unknown) => void, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    try {
      await bolt.start();
      return;
    } catch (error) {
      onMistake(error);
      await new Promise((resume) => setTimeout(resume, CALL_AGAIN_MS).unref());
    }
  }
}
