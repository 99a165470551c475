import { createHmac } from 'node:crypto';
import Fastify, { type FastifyReply } from 'fastify';

/** What Meta was handed, as the patient would see it. */
export interface MetaHanded {
  id: string;
  to: string;
  text: string;
  /** The ids of the buttons or rows under it. */
  taps: string[];
  /** What stands on them. */
  titles: string[];
  isList: boolean;
  reference: string | undefined;
}

/** The next answers, instead of "accepted". Afterwards everything goes well again. */
export type MetaFault = { status: number; code: number; retryAfter?: number } | 'reset_after_accepting' | 'silence';

export interface MetaStandIn {
  url: string;
  ledger: MetaHanded[];
  next(...faults: MetaFault[]): void;
  /** The next answer about one number, whatever others are sent meanwhile. */
  nextTo(number: string, fault: MetaFault): void;
  close(): Promise<void>;
}

interface Payload {
  messaging_product?: string;
  to?: string;
  recipient?: string;
  biz_opaque_callback_data?: string;
  type: 'text' | 'interactive' | 'template';
  template?: Template;
  text?: { body: string };
  interactive?: Interactive;
}

interface Template {
  name: string;
  language: { code: string };
  components: { type: 'body' | 'button'; index?: string; parameters: { text?: string; payload?: string }[] }[];
}

/** Words that Meta has approved: `{{1}}` and so on are filled in. */
export interface Approved {
  body: string;
  buttons: string[];
}

interface Interactive {
  type: 'button' | 'list';
  body: { text: string };
  action: {
    buttons?: { reply: { id: string; title: string } }[];
    button?: string;
    sections?: { rows: { id: string; title: string; description?: string }[] }[];
  };
}

/** The messages endpoint of the Cloud API on loopback, with its limits. */
export async function standInForMeta(
  accessToken: string,
  onHanded: (handed: MetaHanded) => void = () => undefined,
  approved: (name: string, language: string) => Approved | undefined = () => undefined,
): Promise<MetaStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const ledger: MetaHanded[] = [];
  const faults: MetaFault[] = [];
  const ofOne = new Map<string, MetaFault>();
  server.post<{ Body: Payload }>('/:version/:phoneNumberId/messages', async ({ headers, body }, reply) => {
    const to = body.to ?? body.recipient ?? '';
    const fault = ofOne.get(to) ?? faults.shift();
    ofOne.delete(to);
    if (fault === 'silence') return new Promise(() => undefined);
    if (headers.authorization !== `Bearer ${accessToken}`) return refuse(reply, { status: 401, code: 190 });
    if (typeof fault === 'object') return refuse(reply, fault);
    const words = body.template && approved(body.template.name, body.template.language.code);
    if (body.type === 'template' && !words) return refuse(reply, { status: 404, code: 132001 });
    if (words && body.template && !fits(words, body.template)) return refuse(reply, { status: 400, code: 132000 });
    if (!words && !isWithinLimits(body)) return refuse(reply, { status: 400, code: 131009 });
    const handed = asHanded(
      words && body.template ? filledIn(words, body.template, body) : body,
      `wamid.${String(ledger.length + 1).padStart(24, '0')}`,
    );
    ledger.push(handed);
    onHanded(handed);
    if (fault === 'reset_after_accepting') return reply.raw.destroy();
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: handed.to, wa_id: handed.to }],
      messages: [{ id: handed.id }],
    };
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    ledger,
    next: (...more) => void faults.push(...more),
    nextTo: (to, fault) => void ofOne.set(to, fault),
    close: () => server.close(),
  };
}

function refuse(reply: FastifyReply, { status, code, retryAfter }: Exclude<MetaFault, string>): unknown {
  if (retryAfter) reply.header('retry-after', retryAfter);
  return reply
    .code(status)
    .send({ error: { message: `(#${code}) refused`, type: 'OAuthException', code, fbtrace_id: 'A1' } });
}

const valuesIn = ({ components }: Template): string[] =>
  components.flatMap(({ type, parameters }) => (type === 'body' ? parameters.map(({ text = '' }) => text) : []));

/** As many values as the words have places, none of them empty or of several lines, and a payload for each button. */
function fits({ body, buttons }: Approved, template: Template): boolean {
  const places = new Set(body.match(/\{\{\d+\}\}/g)).size;
  const values = valuesIn(template);
  const pressed = template.components.filter(({ type }) => type === 'button').length;
  return values.length === places && values.every((value) => /^\S.*$/.test(value)) && pressed === buttons.length;
}

function filledIn({ body, buttons }: Approved, template: Template, payload: Payload): Payload {
  const text = valuesIn(template).reduce((words, value, i) => words.replaceAll(`{{${i + 1}}}`, value), body);
  const pressed = template.components.filter(({ type }) => type === 'button');
  const shown = pressed.map(({ parameters }, i) => ({
    reply: { id: parameters[0]?.payload ?? '', title: buttons[i] ?? '' },
  }));
  return { ...payload, interactive: { type: 'button', body: { text }, action: { buttons: shown } } };
}

function isWithinLimits({ messaging_product, type, text, interactive }: Payload): boolean {
  if (messaging_product !== 'whatsapp') return false;
  if (type === 'text') return text !== undefined && text.body.length > 0 && text.body.length <= 4096;
  return interactive !== undefined && interactive.body.text.length <= 1024 && areWithinLimits(interactive);
}

function areWithinLimits({ type, action }: Interactive): boolean {
  if (type === 'button') {
    const titles = (action.buttons ?? []).map(({ reply }) => reply.title);
    return titles.length <= 3 && new Set(titles).size === titles.length && titles.every((each) => isShort(each, 20));
  }
  const rows = rowsOf(action);
  const fit = rows.every(({ title, description = '' }) => isShort(title, 24) && description.length <= 72);
  return rows.length <= 10 && fit && isShort(action.button ?? '', 20);
}

const isShort = (title: string, most: number): boolean => title.length > 0 && title.length <= most;
const rowsOf = ({ sections = [] }: Interactive['action']) => sections.flatMap(({ rows }) => rows);

const asHanded = (body: Payload, id: string): MetaHanded => ({
  id,
  to: body.to ?? body.recipient ?? '',
  text: body.text?.body ?? body.interactive?.body.text ?? '',
  taps: [
    ...(body.interactive?.action.buttons ?? []).map(({ reply }) => reply.id),
    ...(body.interactive ? rowsOf(body.interactive.action).map((row) => row.id) : []),
  ],
  titles: [
    ...(body.interactive?.action.buttons ?? []).map(({ reply }) => reply.title),
    ...(body.interactive
      ? rowsOf(body.interactive.action).map(({ title, description = '' }) => `${title} ${description}`.trim())
      : []),
  ],
  isList: body.interactive?.type === 'list',
  reference: body.biz_opaque_callback_data,
});

/** A call as Meta would make it: what it says about one of our numbers, and the signature over its bytes. */
export function signedNews(
  appSecret: string,
  phoneNumberId: string,
  news: { messages?: object[]; statuses?: object[] },
): { headers: Record<string, string>; payload: string } {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100002', phone_number_id: phoneNumberId },
    ...news,
  };
  return signedBytes(
    appSecret,
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }],
    }),
  );
}

export const signedBytes = (
  appSecret: string,
  payload: string,
): { headers: Record<string, string>; payload: string } => ({
  headers: {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(payload).digest('hex')}`,
  },
  payload,
});
