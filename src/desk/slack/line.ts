import { type App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Database } from '../../database/statements';
import type { Secret } from '../../secret';
import { isNew } from './heard';

/** Slack shows the colleague an error after three seconds. */
const PATIENCE_MS = 2_700;

interface Options {
  appToken: Secret;
  apiUrl: string;
  db: Database;
  onMistake(error: unknown): void;
}

type Event = Parameters<App['processEvent']>[0];

/**
 * For a clinic without a public address: we call Slack, and it speaks on that line. As at the door of the hub, an event is
 * acknowledged when it has been dealt with and not before, so that what we die over is told to us again.
 */
export class Line extends SocketModeReceiver {
  constructor(private readonly options: Options) {
    super({
      appToken: options.appToken.reveal(),
      logLevel: LogLevel.ERROR,
      installerOptions: { clientOptions: { slackApiUrl: options.apiUrl } },
      processEventErrorHandler: async ({ error }) => {
        options.onMistake(error);
        return false;
      },
    });
  }

  override init(bolt: App): void {
    // The cast: of the whole app the receiver uses this one thing.
    super.init({ processEvent: (event: Event) => this.process(bolt, event) } as unknown as App);
  }

  private async process(bolt: App, event: Event): Promise<void> {
    const isEvent = event.body.type === 'event_callback';
    if (!isEvent && !(await isNew(this.options.db, JSON.stringify(event.body)))) return void (await event.ack());
    let acked: unknown;
    let late = false;
    const answer = (): Promise<void> => event.ack(acked as never);
    const timer = setTimeout(() => {
      late = !isEvent;
      if (late) void answer();
    }, PATIENCE_MS);
    try {
      await bolt.processEvent({ ...event, ack: async (given?: unknown) => void (acked = given) });
    } finally {
      clearTimeout(timer);
    }
    if (!late) await answer();
  }
}
