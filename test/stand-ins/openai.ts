import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';

/** What a language model might come up with: an answer, nonsense, a refusal, an error, nothing for a long time, or no end. */
export type Says =
  { content: string } | { refusal: string } | { status: number } | { silentMs: number } | { neverEnds: true };

export interface Sent {
  messages: { role: string; content: string }[];
  response_format?: {
    json_schema: { schema: { properties: Record<string, { enum?: string[] }>; required: string[] } };
  };
}

export interface OpenAiStandIn {
  baseUrl: string;
  /** The bodies it was sent. */
  heard: Sent[];
  say(what: Says): void;
  /** For each message its own answer. */
  answer(how: (message: string) => Says): void;
  close(): Promise<void>;
}

/** A chat completions endpoint on loopback that says what it is told to say. */
export async function standInForOpenAi(): Promise<OpenAiStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const heard: OpenAiStandIn['heard'] = [];
  let answer: (message: string) => Says = () => ({ content: '{}' });
  server.post<{ Body: OpenAiStandIn['heard'][number] }>('/v1/chat/completions', async ({ body }, reply) => {
    heard.push(body);
    const says = answer(body.messages.at(-1)?.content ?? '');
    if ('silentMs' in says) await pause(says.silentMs, undefined, { ref: false });
    if ('status' in says) return reply.code(says.status).send({ error: { message: 'no', type: 'server_error' } });
    if ('neverEnds' in says) {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json' }).write('{"id": "chatcmpl-1", ');
      return reply;
    }
    const content = 'content' in says ? says.content : null;
    const refusal = 'refusal' in says ? says.refusal : null;
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'stand-in',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal } }],
      usage: { prompt_tokens: 150, completion_tokens: 20, total_tokens: 170 },
    };
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    baseUrl: `${url}/v1`,
    heard,
    say: (what) => void (answer = () => what),
    answer: (how) => void (answer = how),
    close: () => server.close(),
  };
}
