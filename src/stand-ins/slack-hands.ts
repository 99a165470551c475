import type { SlackMessage, SlackView } from './slack';

/** What the people in Slack do. Each of these calls the hub as Slack would, and gives back how it answered. */
export interface SlackHands {
  /** Presses a button, or picks from a menu, that really stands in the message. */
  press(user: string, message: { ts: string }, action: string, chosen?: string): Promise<Answered>;
  /** The same in something that only this person was shown, as the answer to a command. */
  pick(user: string, shown: { blocks: unknown[] }, action: string, chosen: string): Promise<Answered>;
  /** Presses what stands on the home of this person; `value` tells one card's button from another's. */
  pressHome(user: string, action: string, value?: string): Promise<Answered>;
  /** Fills in the window that was opened last, and sends it off. */
  submit(user: string, view: SlackView, values: Record<string, unknown>): Promise<Answered>;
  command(user: string, text: string, channel?: string): Promise<Answered>;
  shortcut(user: string, callback: string, message?: { channel: string; ts: string; text: string }): Promise<Answered>;
  /** Writes in a thread; `retry` as Slack does when it did not hear from us in time. */
  write(
    user: string,
    thread: { channel: string; ts: string },
    text: string,
    retry?: { ts: string },
  ): Promise<Answered & { ts: string }>;
  openHome(user: string): Promise<Answered>;
  /** Sends exactly these bytes. */
  send(raw: string, type: 'json' | 'form', headers?: Record<string, string>): Promise<Answered>;
  /** Whether a window may still be opened with this. */
  spend(trigger: string): string | undefined;
  /** Windows take longer to be opened than Slack allows from now on. */
  slowHands(late: boolean): void;
}

export interface Answered {
  status: number;
  body: string;
}

export interface Hub {
  (raw: string, type: 'json' | 'form', headers?: Record<string, string>): Promise<Answered>;
}

interface Around {
  team: string;
  now(): number;
  post: Hub;
  messages: SlackMessage[];
  homes: Map<string, { blocks: unknown[] }>;
  views: Map<string, SlackView>;
}

const TRIGGER_MS = 3_000;
const CHANNEL = 'C0000001';

export function slackHands({ team, now, post, messages, homes }: Around): SlackHands {
  const triggers = new Map<string, { at: number; used: boolean }>();
  let count = 0;
  let late = false;
  const trigger = (): string => {
    const id = `1.${++count}.abc`;
    triggers.set(id, { at: late ? now() - TRIGGER_MS - 1 : now(), used: false });
    return id;
  };
  const interact = (payload: object): Promise<Answered> =>
    post(`payload=${encodeURIComponent(JSON.stringify({ team: { id: team }, api_app_id: 'A1', ...payload }))}`, 'form');

  return {
    press(user, { ts }, action, chosen) {
      const message = messages.find((each) => each.ts === ts);
      const element = message && elementsOf(message).find((each) => each.action_id === action);
      if (!message || !element) throw new Error(`There is no ${action} to be pressed`);
      const option = chosen === undefined ? undefined : element.options?.find(({ value }) => value.startsWith(chosen));
      if (chosen !== undefined && !option) throw new Error(`${action} does not offer ${chosen}`);
      return interact({
        type: 'block_actions',
        user: { id: user, team_id: team },
        container: { type: 'message', message_ts: ts, channel_id: message.channel },
        channel: { id: message.channel },
        message,
        trigger_id: trigger(),
        actions: [
          {
            type: element.type,
            action_id: action,
            block_id: 'b',
            value: element.value,
            ...(option && { selected_option: option }),
            action_ts: `${now()}.${count}`,
          },
        ],
      });
    },
    pick(user, { blocks }, action, chosen) {
      const offered = elementsOf({ blocks, attachments: [] })
        .filter((element) => element.action_id === action)
        .flatMap(({ options, value = '' }) => options ?? [{ value }])
        .find(({ value }) => value.startsWith(chosen));
      if (!offered) throw new Error(`${action} does not offer ${chosen}`);
      return interact({
        type: 'block_actions',
        user: { id: user, team_id: team },
        channel: { id: CHANNEL },
        trigger_id: trigger(),
        actions: [
          {
            type: 'overflow',
            action_id: action,
            block_id: 'b',
            selected_option: offered,
            action_ts: `${now()}.${count}`,
          },
        ],
      });
    },
    pressHome(user, action, value) {
      const shown = elementsOf({ blocks: homes.get(user)?.blocks ?? [], attachments: [] });
      const element = shown.find((each) => each.action_id === action && (value === undefined || each.value === value));
      if (!element) throw new Error(`There is no ${action} at home to be pressed`);
      return interact({
        type: 'block_actions',
        user: { id: user, team_id: team },
        container: { type: 'view' },
        trigger_id: trigger(),
        actions: [
          {
            type: element.type,
            action_id: action,
            block_id: 'b',
            value: element.value,
            action_ts: `${now()}.${count}`,
          },
        ],
      });
    },
    submit: (user, view, values) =>
      interact({
        type: 'view_submission',
        user: { id: user, team_id: team },
        trigger_id: trigger(),
        view: { ...view, team_id: team, state: { values: stateOf(values) } },
      }),
    command: (user, text, channel = CHANNEL) =>
      post(
        new URLSearchParams({
          team_id: team,
          channel_id: channel,
          user_id: user,
          user_name: 'someone',
          command: '/miadi',
          text,
          api_app_id: 'A1',
          trigger_id: trigger(),
        }).toString(),
        'form',
      ),
    shortcut: (user, callback, message) =>
      interact({
        type: message ? 'message_action' : 'shortcut',
        callback_id: callback,
        user: { id: user, team_id: team },
        trigger_id: trigger(),
        action_ts: `${now()}.${++count}`,
        ...(message && { channel: { id: message.channel }, message: { ...message, type: 'message', user } }),
      }),
    async write(user, { channel, ts: thread }, text, retry) {
      const ts = retry?.ts ?? `1780300900.${String(++count).padStart(6, '0')}`;
      const event = { type: 'message', channel_type: 'channel', user, text, channel, ts, thread_ts: thread };
      const raw = JSON.stringify({
        type: 'event_callback',
        team_id: team,
        api_app_id: 'A1',
        event_id: `Ev${ts}`,
        event_time: Math.floor(now() / 1000),
        event,
      });
      const again: Record<string, string> = retry
        ? { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }
        : {};
      return { ...(await post(raw, 'json', again)), ts };
    },
    openHome: (user) =>
      post(
        JSON.stringify({
          type: 'event_callback',
          team_id: team,
          api_app_id: 'A1',
          event_id: `EvHome${++count}`,
          event: { type: 'app_home_opened', user, tab: 'home', channel: 'D1', event_ts: String(now()) },
        }),
        'json',
      ),
    send: post,
    spend(id) {
      const known = triggers.get(id);
      if (!known) return 'invalid_trigger_id';
      if (known.used) return 'exchanged_trigger_id';
      known.used = true;
      return now() - known.at > TRIGGER_MS ? 'expired_trigger_id' : undefined;
    },
    slowHands: (slow) => void (late = slow),
  };
}

interface Element {
  type: string;
  action_id?: string;
  value?: string;
  options?: { value: string }[];
}

export const elementsOf = ({ blocks, attachments }: Pick<SlackMessage, 'blocks' | 'attachments'>): Element[] =>
  [...blocks, ...attachments.flatMap((attachment) => attachment.blocks ?? [])].flatMap((block) => {
    const { elements = [], accessory } = block as { elements?: Element[]; accessory?: Element };
    return accessory ? [...elements, accessory] : elements;
  });

/** Fields as Slack gives them back: words as a value, a choice as the option, a person by id. */
const stateOf = (values: Record<string, unknown>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(values).map(([block, value]) => [
      block,
      { value: typeof value === 'string' ? { value } : (value as object) },
    ]),
  );

export const option = (value: string): object => ({ selected_option: { value } });

/** To the hub, signed, as Slack calls it. */
export const postedTo =
  (hub: () => string, sign: (raw: string) => Record<string, string>): Hub =>
  async (raw, type, headers = {}) => {
    const answer = await fetch(`${hub()}/slack/events`, {
      method: 'POST',
      body: raw,
      headers: {
        'content-type': type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        ...sign(raw),
        ...headers,
      },
    });
    return { status: answer.status, body: await answer.text() };
  };
