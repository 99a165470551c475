import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Answered, Hub } from './slack-hands';

/** The line of socket mode: the app calls, and Slack speaks on it. https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SlackLine {
  /** Where an app with this token may call; asked for with apps.connections.open. */
  invite(token: string | undefined): object;
  isOpen(): boolean;
  /** Says on the line what would otherwise be posted, and waits three seconds for the acknowledgement. */
  say: Hub;
  /** Slack changes its servers, and asks apps to call again. */
  hangUp(): void;
}

interface Socket {
  send(text: string): void;
  close(): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'close', listener: () => void): void;
}

const PATIENCE_MS = 3_000;

export async function slackLine(server: FastifyInstance): Promise<SlackLine> {
  const waiting = new Map<string, (answered: Answered) => void>();
  let open: Socket | undefined;
  let count = 0;
  await server.register(websocket);
  await server.register(async (scope) => {
    scope.get('/link', { websocket: true }, (socket: Socket) => {
      open = socket;
      socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
      socket.on('message', (data) => {
        const { envelope_id: id, payload } = JSON.parse(data.toString()) as { envelope_id: string; payload?: unknown };
        waiting.get(id)?.({ status: 200, body: payload === undefined ? '' : JSON.stringify(payload) });
      });
      socket.on('close', () => {
        if (open === socket) open = undefined;
      });
    });
  });
  return {
    invite(token) {
      if (!token?.startsWith('Bearer xapp-')) return { ok: false, error: 'not_allowed_token_type' };
      const address = server.listeningOrigin.replace(/^http/, 'ws');
      return { ok: true, url: `${address}/link` };
    },
    isOpen: () => open !== undefined,
    say(raw, type) {
      const id = `envelope ${++count}`;
      const envelope = { envelope_id: id, accepts_response_payload: true, ...envelopeOf(raw, type) };
      return new Promise((resolve) => {
        const answer = (answered: Answered): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answered);
        };
        const timer = setTimeout(() => answer({ status: 503, body: '' }), PATIENCE_MS);
        waiting.set(id, answer);
        open?.send(JSON.stringify(envelope));
      });
    },
    hangUp() {
      open?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      open = undefined;
    },
  };
}

function envelopeOf(raw: string, type: 'json' | 'form'): { type: string; payload: unknown } {
  if (type === 'json') return { type: 'events_api', payload: JSON.parse(raw) };
  const form = Object.fromEntries(new URLSearchParams(raw));
  if (form.payload !== undefined) return { type: 'interactive', payload: JSON.parse(form.payload) };
  return { type: 'slash_commands', payload: form };
}
