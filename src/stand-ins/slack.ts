import { createHmac } from 'node:crypto';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyReply } from 'fastify';
import { type Hub, postedTo, type SlackHands, slackHands } from './slack-hands';
import { type SlackLine, slackLine } from './slack-line';

/** A message as it stands in a channel. */
export interface SlackMessage {
  channel: string;
  ts: string;
  thread_ts?: string;
  text: string;
  blocks: unknown[];
  attachments: { color?: string; blocks?: unknown[] }[];
  metadata?: { event_type: string; event_payload: { key?: string } };
  broadcast: boolean;
  /** How often it has been changed since. */
  changes: number;
}

export interface SlackView {
  id: string;
  callback_id: string;
  private_metadata: string;
  title?: { text: string };
  blocks: Record<string, unknown>[];
}

export interface SlackMember {
  id: string;
  name: string;
  email: string;
  team?: string;
  guest?: boolean;
}

/** The next answers, instead of what was asked. Afterwards everything goes well again. */
export type SlackFault =
  { status: number; retryAfter?: number } | { error: string } | 'accept_then_500' | 'accept_then_reset' | 'silence';

export interface SlackStandIn extends SlackHands {
  /** Of an app that calls us, and has no address itself. */
  line: SlackLine;
  /** Ends in /api/, as the official client wants it. */
  url: string;
  messages: SlackMessage[];
  /** Said to one person only. */
  whispers: { user: string; channel: string; text: string }[];
  homes: Map<string, { blocks: unknown[] }>;
  /** Whose home was drawn, one after the other. */
  published: string[];
  views: Map<string, SlackView>;
  /** Every body that was ever sent to us, for whoever looks for what should not have been. */
  heard: string[];
  next(...faults: SlackFault[]): void;
  /** Every answer, until it is called with nothing. */
  always(fault?: SlackFault): void;
  addMember(member: SlackMember): void;
  /** Everything that was said and shown. The people stay. */
  forget(): void;
  close(): Promise<void>;
}

export interface SlackOptions {
  team?: string;
  signingSecret: string;
  scopes?: string[];
  /** Channels to which nobody has invited the app. */
  without?: string[];
  /** By which signatures are made and windows expire; the hub may live at another time. */
  now?(): Date;
  hub(): string;
}

type Form = Record<string, string | undefined>;

/** Slack's Web API on loopback, and the hands of the people in it. https://docs.slack.dev/apis/web-api */
export async function standInForSlack(options: SlackOptions): Promise<SlackStandIn> {
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 2 ** 20 });
  const team = options.team ?? 'T0000001';
  const now = (): number => +(options.now?.() ?? Date.UTC(2026, 5, 1, 8));
  const members = new Map<string, SlackMember>();
  const faults: SlackFault[] = [];
  let standing: SlackFault | undefined;
  let count = 0;
  const state = {
    messages: [] as SlackMessage[],
    whispers: [] as SlackStandIn['whispers'],
    homes: new Map<string, { blocks: unknown[] }>(),
    published: [] as string[],
    views: new Map<string, SlackView>(),
    heard: [] as string[],
  };
  const ts = (): string => `1780300800.${String(++count).padStart(6, '0')}`;
  const line = await slackLine(server);
  const byPost = postedTo(options.hub, signedBy(options.signingSecret, now));
  const post: Hub = (...said) => (line.isOpen() ? line.say(...said) : byPost(...said));
  const hands = slackHands({ team, now, ...state, post });

  const methods: Record<string, (form: Form) => object> = {
    'auth.test': () => ({ ok: true, team_id: team, team: 'Clinic', user_id: 'UBOT', bot_id: 'BBOT', user: 'miadi' }),
    'users.info': ({ user = '' }) => {
      const known = members.get(user);
      if (!known) return { ok: false, error: 'user_not_found' };
      const { id, name, email, guest = false } = known;
      return {
        ok: true,
        user: {
          id,
          name,
          team_id: known.team ?? team,
          deleted: false,
          is_bot: false,
          is_restricted: guest,
          is_email_confirmed: true,
          profile: { email, real_name: name },
        },
      };
    },
    'chat.postMessage': (form) => {
      const { channel = '', text = '', thread_ts: thread } = form;
      if (!/^[CDGU]\w+$/.test(channel)) return { ok: false, error: 'channel_not_found' };
      if (thread && !state.messages.some((each) => each.ts === thread)) return { ok: false, error: 'thread_not_found' };
      const message: SlackMessage = {
        channel,
        ts: ts(),
        text,
        ...(thread && { thread_ts: thread }),
        blocks: inJson(form.blocks, []),
        attachments: inJson(form.attachments, []),
        metadata: inJson(form.metadata, undefined as never),
        broadcast: form.reply_broadcast === 'true',
        changes: 0,
      };
      state.messages.push(message);
      return { ok: true, channel, ts: message.ts, message: { text, ts: message.ts } };
    },
    'chat.update': (form) => {
      const message = state.messages.find((each) => each.ts === form.ts && each.channel === form.channel);
      if (!message) return { ok: false, error: 'message_not_found' };
      Object.assign(message, {
        text: form.text ?? message.text,
        blocks: inJson(form.blocks, []),
        attachments: inJson(form.attachments, []),
        changes: message.changes + 1,
      });
      return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
    },
    'chat.postEphemeral': ({ user = '', channel = '', text = '' }) => {
      if (!/^[CDG]\w+$/.test(channel)) return { ok: false, error: 'channel_not_found' };
      state.whispers.push({ user, channel, text });
      return { ok: true, message_ts: ts() };
    },
    'conversations.history': ({ channel, limit, cursor, include_all_metadata: all }) =>
      page(
        state.messages.filter((each) => each.channel === channel && (!each.thread_ts || each.broadcast)).reverse(),
        limit,
        cursor,
        all,
      ),
    'conversations.replies': ({ channel, ts: thread, limit, cursor, include_all_metadata: all }) =>
      page(
        state.messages.filter((each) => each.channel === channel && (each.ts === thread || each.thread_ts === thread)),
        limit,
        cursor,
        all,
      ),
    'views.open': ({ trigger_id: trigger = '', view }) => {
      const error = hands.spend(trigger);
      if (error) return { ok: false, error };
      const opened = { ...inJson(view, {} as SlackView), id: `V${++count}` };
      state.views.set(opened.id, opened);
      return { ok: true, view: opened };
    },
    'views.update': ({ view_id: id = '', view }) => {
      if (!state.views.has(id)) return { ok: false, error: 'not_found' };
      const updated = { ...inJson(view, {} as SlackView), id };
      state.views.set(id, updated);
      return { ok: true, view: updated };
    },
    'views.publish': ({ user_id: user = '', view }) => {
      const home = inJson(view, { blocks: [] as Block[] });
      const wrong = wrongIn(home.blocks);
      if (wrong) return { ok: false, error: 'invalid_arguments', response_metadata: { messages: [wrong] } };
      state.homes.set(user, home);
      state.published.push(user);
      return { ok: true };
    },
  };

  await server.register(formbody, { bodyLimit: 2 ** 20 });
  server.post<{ Params: { method: string }; Body: Form }>('/api/:method', async ({ params, body, headers }, reply) => {
    state.heard.push(JSON.stringify(body));
    reply.header('x-oauth-scopes', (options.scopes ?? []).join(','));
    const fault = faults.shift() ?? standing;
    if (fault === 'silence') return new Promise(() => undefined);
    if (typeof fault === 'object') return refuse(reply, fault);
    if (params.method === 'apps.connections.open') return line.invite(headers.authorization);
    if (!headers.authorization?.startsWith('Bearer xoxb-')) return { ok: false, error: 'invalid_auth' };
    if (body?.channel && options.without?.includes(body.channel)) return { ok: false, error: 'not_in_channel' };
    const answer = methods[params.method]?.(body ?? {}) ?? { ok: false, error: 'unknown_method' };
    if (fault === 'accept_then_reset') return reply.raw.destroy();
    if (fault === 'accept_then_500') return reply.code(500).send('oops');
    return answer;
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...state,
    ...hands,
    line,
    url: `${url}/api/`,
    next: (...more) => void faults.push(...more),
    always: (fault) => void (standing = fault),
    addMember: (member) => void members.set(member.id, member),
    forget() {
      for (const list of [state.messages, state.whispers, state.published, state.heard, faults]) list.length = 0;
      for (const shown of [state.homes, state.views]) shown.clear();
      standing = undefined;
      hands.slowHands(false);
    },
    close: () => server.close(),
  };
}

function refuse(reply: FastifyReply, fault: { status: number; retryAfter?: number } | { error: string }): unknown {
  if ('error' in fault) return { ok: false, error: fault.error };
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
  return reply.code(fault.status).send(fault.status === 429 ? '' : 'oops');
}

const inJson = <T>(text: string | undefined, otherwise: T): T =>
  text === undefined ? otherwise : (JSON.parse(text) as T);

function page(all: SlackMessage[], limit = '100', cursor = '0', metadata?: string): object {
  const end = Number(cursor) + Number(limit);
  const messages = all
    .slice(Number(cursor), end)
    .map(({ metadata: kept, ...message }) => (metadata ? { ...message, metadata: kept } : message));
  return { ok: true, messages, response_metadata: { next_cursor: end < all.length ? String(end) : '' } };
}

type Block = Record<string, unknown> & { type: string };

/** What Slack refuses in blocks: too many, too long, or a name that comes twice. https://docs.slack.dev/reference/block-kit/blocks */
function wrongIn(blocks: Block[]): string | undefined {
  if (blocks.length > 100) return 'no more than 100 items allowed';
  const named = blocks.flatMap(({ block_id: id }) => (typeof id === 'string' ? [id] : []));
  if (new Set(named).size < named.length) return 'block_id must be unique';
  for (const { type, text, elements } of blocks) {
    const { text: words = '' } = (text ?? {}) as { text?: string };
    if ((type === 'section' || type === 'header') && words === '') return 'must be more than 0 characters';
    if (words.length > (type === 'header' ? 150 : 3000)) return 'must be less than 3001 characters';
    if (type === 'actions' && (!Array.isArray(elements) || elements.length === 0 || elements.length > 25))
      return 'must have between 1 and 25 items';
  }
  return undefined;
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signedBy =
  (secret: string, now: () => number) =>
  (raw: string, at = Math.floor(now() / 1000)): Record<string, string> => ({
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${raw}`).digest('hex')}`,
  });
