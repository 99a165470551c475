import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
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
  const letters = letterWatch(dataSource.manager, settings.channel);
  const hubReceiver = new HubReceiver({
    secrets: valuesIn(settings.signingSecret),
    db: dataSource.manager,
    clock: about.clock,
  });
  const socket = settings.appToken && socketReceiver(settings.appToken, settings.apiUrl);
  const bolt = new App({
    receiver: socket ?? hubReceiver,
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
      if (!socket) return hubReceiver.mount(hub);
      // Slack may be away when we start: the line is opened again and again by itself once it has stood.
      await bolt.start().catch(onMistake);
    },
    async round() {
      await letters();
      return (await syncSlack(house)) + (await syncHomes(house));
    },
    async stop() {
      if (socket) await bolt.stop();
    },
  };
}

/** For a clinic without a public address: we call Slack, and it answers on that line. */
const socketReceiver = (appToken: Secret, slackApiUrl: string): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken: appToken.reveal(),
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl } },
  });
