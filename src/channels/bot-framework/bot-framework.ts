import type { Activity, CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Channel, ChannelMemory, Door, InboundMessage, OutboundMessage } from '../channel';
import { NotSent } from '../delivery';
import { tapIn, tapOf } from '../tap';
import { cloudAdapter, isOnThisMachine, type MicrosoftSettings, sendOnce } from './adapter';

const NAME = 'botframework';

/** Teams and whatever else speaks Bot Framework. Without an account it answers those at this machine only. */
export function botFramework(microsoft: MicrosoftSettings | undefined): Channel {
  let adapter: Promise<CloudAdapter> | undefined;
  const adapted = (): Promise<CloudAdapter> => (adapter ??= cloudAdapter(microsoft));

  return {
    name: NAME,
    shows: { characters: 2000, buttons: { most: 6, characters: 60 } },

    async open(door: Door) {
      door.routes.post<{ Body: Partial<Activity> }>('/api/messages', async (request, reply) => {
        const { body } = request;
        // The SDK throws over what has no type, outside of its own care.
        if (typeof body?.type !== 'string' || !body.conversation?.id) return reply.code(400).send();
        if (!microsoft && !(isFromHere(request) && isOnThisMachine(body))) return reply.code(403).send();
        if (microsoft && !/^Bearer .+/.test(request.headers.authorization ?? '')) return reply.code(401).send();
        const answer = await process(await adapted(), request, (turn) => hear(door, turn));
        return answer.send(reply);
      });
    },

    async send(message: OutboundMessage, memory?: ChannelMemory) {
      const reference = (await memory?.recall(referenceKey(message.to.at))) as ConversationReference | undefined;
      if (!reference) throw new NotSent('bad_address');
      let receipt = message.reference;
      const write = async (turn: TurnContext): Promise<void> => {
        sendOnce(turn);
        receipt = (await turn.sendActivity(asActivity(message)))?.id ?? receipt;
      };
      await (await adapted()).continueConversationAsync(microsoft?.appId ?? '', reference, write).catch(explain);
      return { receipt };
    },
  };
}

const referenceKey = (at: string): string => `reference ${at}`;

/** Stored first, with the way back to them; only then do they hear 200. */
async function hear(door: Door, turn: TurnContext): Promise<void> {
  const { TurnContext } = await import('botbuilder');
  const { activity } = turn;
  if (activity.type !== 'message' || !activity.id) return;
  const at = addressIn(activity);
  const { activityId: _, ...reference } = TurnContext.getConversationReference(activity);
  await door.memory.keep(referenceKey(at), reference, 'for good');
  await door.receive(asInbound(activity, at));
  // So that they see that we are at it; whether they do is no reason to have the message sent once more.
  sendOnce(turn);
  await turn.sendActivity({ type: 'typing' }).catch(() => undefined);
}

/** One person in one conversation: in a group everybody has their own, and nobody reads another's visits. */
const addressIn = ({ channelId, conversation, from }: Activity): string =>
  [channelId, conversation.id, from.id].map(encodeURIComponent).join(' ');

function asInbound(activity: Activity, at: string): InboundMessage {
  const { channelId, conversation, id, text, value, attachments = [] } = activity;
  const tapped = tapIn((value as { tap?: string } | undefined)?.tap);
  // Some clients send the text a second time as an attachment of HTML.
  const media = !text && attachments.some(({ contentType }) => contentType !== 'text/html');
  return {
    id: `${channelId} ${conversation.id} ${id}`,
    from: { channel: NAME, at },
    ...(text !== undefined && { text }),
    ...(tapped && { tapped }),
    ...(media && { media: true }),
  };
}

const asActivity = ({ text, choices, prompt }: OutboundMessage): Partial<Activity> => ({
  type: 'message',
  text,
  inputHint: choices.length > 0 ? 'expectingInput' : 'acceptingInput',
  ...(choices.length > 0 &&
    prompt !== undefined && {
      suggestedActions: {
        to: [],
        actions: choices.map((label, i) => ({
          ...{ type: 'messageBack', title: label, text: label, displayText: label },
          value: { tap: tapOf(prompt, i + 1) },
        })),
      },
    }),
});

type Answer = { send(reply: FastifyReply): FastifyReply };

/** The adapter knows Express; what it does to an answer is kept here and given to Fastify. */
async function process(
  adapter: CloudAdapter,
  request: FastifyRequest<{ Body: Partial<Activity> }>,
  logic: (turn: TurnContext) => Promise<void>,
): Promise<Answer> {
  let [status, body]: [number, unknown] = [200, undefined];
  let heard = false;
  const mistakes: unknown[] = [];
  const headers: Record<string, string> = {};
  const answer = {
    socket: request.raw.socket,
    header: (name: string, value: string) => ((headers[name] = value), answer),
    status: (code: number) => ((status = code), answer),
    send: (sent: unknown) => ((body = sent), answer),
    end: () => answer,
  };
  const ours = async (turn: TurnContext): Promise<void> => {
    heard = true;
    await logic(turn).catch((error: unknown) => mistakes.push(error));
  };
  const call = { method: 'POST', headers: request.headers, body: request.body as Record<string, unknown> };
  await adapter.process(call, answer as never, ours).catch(() => (status = 400));
  // What could not be stored must come again.
  if (mistakes.length > 0) throw new Error('A message could not be taken', { cause: mistakes[0] });
  // A signature of somebody else's key is a mistake of ours in the SDK's eyes. Before our turn began there was none of ours.
  if (!heard && status >= 500 && status !== 501) status = 401;
  return { send: (reply) => reply.headers(headers).code(status).send(body) };
}

/** Whoever came through a proxy came from elsewhere. */
const isFromHere = ({ raw, headers }: FastifyRequest): boolean =>
  ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(raw.socket.remoteAddress ?? '') && !headers['x-forwarded-for'];

function explain(error: unknown): never {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 429) throw new NotSent('throttled', { cause: error });
  if (statusCode === 401) throw new NotSent('our_setup', { cause: error });
  // The conversation was left, or we were blocked or uninstalled there.
  if (statusCode === 403) throw new NotSent('opted_out', { cause: error });
  if (statusCode === 404) throw new NotSent('bad_address', { cause: error });
  if (statusCode && statusCode < 500) throw new NotSent('refused', { cause: error });
  throw new NotSent(code === 'ECONNREFUSED' ? 'unavailable' : 'unknown_outcome', { cause: error });
}
