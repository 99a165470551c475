import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';

/** What a language model might come up with: an answer, nonsense, an error, or nothing for a long time. */
export type Says = { content: string } | { status: number } | { silentMs: number };

export interface OpenAiStandIn {
  baseUrl: string;
  /** The bodies it was sent. */
  heard: { messages: { role: string; content: string }[] }[];
  say(what: Says): void;
  close(): Promise<void>;
}

/** A chat completions endpoint on loopback that says what it is told to say. */
export async function standInForOpenAi(): Promise<OpenAiStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const heard: OpenAiStandIn['heard'] = [];
  let says: Says = { content: '{}' };
  server.post<{ Body: OpenAiStandIn['heard'][number] }>('/v1/chat/completions', async ({ body }, reply) => {
    heard.push(body);
    if ('silentMs' in says) await pause(says.silentMs, undefined, { ref: false });
    if ('status' in says) return reply.code(says.status).send({ error: { message: 'no', type: 'server_error' } });
    const content = 'content' in says ? says.content : '{}';
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'stand-in',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      usage: { prompt_tokens: 150, completion_tokens: 20, total_tokens: 170 },
    };
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return { baseUrl: `${url}/v1`, heard, say: (what) => void (says = what), close: () => server.close() };
}
