import { tokensOf } from '../../src/channels/direct-line/tokens';
import { standInForBotConnector } from '../stand-ins/bot-connector';
import type { Call, Candidate } from './conformance';

const HUGE = 'x'.repeat(4 * 1024 * 1024);
const without = ({ headers, ...call }: Call, name: string): Call => ({
  ...call,
  headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)),
});

const APP_ID = 'a1b2c3d4-0000-4000-8000-000000000000';

/** With an account: every call is signed by Microsoft, and every answer needs a token of ours. */
export async function botFramework(): Promise<Candidate> {
  const connector = await standInForBotConnector(APP_ID);
  const [bearer, foreign] = [await connector.bearer(), await connector.bearer({ foreign: true })];
  const conversation = (who: number): string => `conversation-${who}`;
  const call = (body: object, authorization = bearer): Call => ({
    url: '/api/messages',
    headers: { 'content-type': 'application/json', authorization },
    payload: JSON.stringify(body),
  });
  const activity = (who: number, id: string): object => ({
    ...{ type: 'message', id, channelId: 'emulator', serviceUrl: `${connector.url}/` },
    from: { id: `user-${who}`, name: 'Amina', role: 'user' },
    recipient: { id: 'bot', name: 'Clinic', role: 'bot' },
    conversation: { id: conversation(who) },
    timestamp: '2026-06-01T08:00:00.000Z',
  });
  const TROUBLE = {
    throttled: { status: 429 },
    refused: { status: 400 },
    opted_out: { status: 403 },
    reset_after_accepting: 'reset_after_accepting',
  } as const;
  const noReceipts = 'it tells nobody what became of a message';
  return {
    folder: 'bot-framework',
    channel: 'botframework',
    environment: { MICROSOFT_APP_ID: APP_ID, MICROSOFT_APP_PASSWORD: 'test', MICROSOFT_LOGIN_URL: connector.url },
    address: (who) => `emulator ${conversation(who)} user-${who}`,
    message: ({ who, id, text, media }) =>
      call({
        ...activity(who, id),
        ...(text !== undefined && { text }),
        ...(media && { attachments: [{ contentType: 'image/png', contentUrl: 'https://example.org/a.png' }] }),
      }),
    unsigned: (good) => without(good, 'authorization'),
    forged: (good) => ({ ...good, headers: { ...good.headers, authorization: foreign } }),
    unparseable: () => ({ ...call({}), payload: '{"type":' }),
    tooLarge: () => call({ ...activity(99, 'large'), text: HUGE }),
    provider: {
      handed: (who) =>
        connector.ledger
          .filter(({ conversationId }) => conversationId === conversation(who))
          .map(({ text = '', id }) => ({ text, receipt: id })),
      trouble: (who, trouble) => connector.nextIn(conversation(who), TROUBLE[trouble]),
    },
    lacks: {
      'receipts in any order only climb': noReceipts,
      'a receipt settles what was uncertain': noReceipts,
    },
    close: () => connector.close(),
  };
}

const PEOPLE = 130;

/** A token is all that a client has, and all that it needs. */
export async function directLine(): Promise<Candidate> {
  const SECRET_KEY = 'k'.repeat(32);
  const tokens = tokensOf(SECRET_KEY);
  const user = (who: number): string => `dl_user-${who}`;
  const signed = await Promise.all(Array.from({ length: PEOPLE }, (_, who) => tokens.sign(tokens.visitor(user(who)))));
  const strange = await tokensOf('s'.repeat(32)).sign(tokens.visitor(user(3)));
  const call = (who: number, body: object): Call => ({
    url: `/directline/v3/directline/conversations/${tokens.visitor(user(who)).conversation}/activities`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${signed[who]}` },
    payload: JSON.stringify(body),
  });
  const nobody = 'clients ask for their messages themselves; there is nobody to send by';
  return {
    folder: 'direct-line',
    channel: 'directline',
    environment: { SECRET_KEY },
    address: user,
    message: ({ who, id, text, media }) =>
      call(who, {
        type: 'message',
        from: { id: 'somebody else' },
        channelData: { clientActivityID: id },
        ...(text !== undefined && { text }),
        ...(media && { attachments: [{ contentType: 'image/png', contentUrl: 'data:,' }] }),
      }),
    unsigned: (good) => without(good, 'authorization'),
    forged: (good) => ({ ...good, headers: { ...good.headers, authorization: `Bearer ${strange}` } }),
    unparseable: () => ({ ...call(98, {}), payload: '{"type":' }),
    tooLarge: () => call(99, { type: 'message', text: HUGE }),
    lacks: {
      'a busy provider is asked again later': nobody,
      'what is refused is not tried again': nobody,
      'who has opted out is written to no more': nobody,
      'what may have been accepted is not sent again': nobody,
      'receipts in any order only climb': nobody,
      'a receipt settles what was uncertain': nobody,
    },
    close: async () => undefined,
  };
}
