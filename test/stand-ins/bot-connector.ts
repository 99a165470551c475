import type { Activity } from 'botbuilder';
import Fastify from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type ConnectorFault = { status: number } | 'reset_after_accepting';

export interface ConnectorStandIn {
  url: string;
  /** Every activity it was handed, and in which conversation. */
  ledger: (Partial<Activity> & { conversationId: string; id: string })[];
  nextIn(conversationId: string, fault: ConnectorFault): void;
  /** As Microsoft would sign a call about this conversation. */
  bearer(about?: { audience?: string; serviceUrl?: string; foreign?: boolean }): Promise<string>;
  close(): Promise<void>;
}

const ISSUER = 'https://api.botframework.com';
const KEY_ID = 'stand-in';

/** The Bot Connector on loopback, with the keys and tokens that Microsoft's login would give. */
export async function standInForBotConnector(appId: string): Promise<ConnectorStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const [keys, others] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  const ledger: ConnectorStandIn['ledger'] = [];
  const faults = new Map<string, ConnectorFault>();

  server.addContentTypeParser('application/x-www-form-urlencoded', (_request, body, done) => {
    body.resume();
    done(null, {});
  });
  server.get('/v1/.well-known/openidconfiguration', () => ({ issuer: ISSUER, jwks_uri: `${url}/keys` }));
  server.get('/keys', async () => {
    const jwk = await exportJWK(keys.publicKey);
    return { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', alg: 'RS256', endorsements: ['emulator', 'msteams'] }] };
  });
  server.post('/oauth2/v2.0/token', () => ({
    access_token: 'for-the-connector',
    token_type: 'Bearer',
    expires_in: 3600,
  }));

  const take = async (conversationId: string, activity: Partial<Activity>, headers: Record<string, unknown>) => {
    if (headers.authorization !== 'Bearer for-the-connector') return { status: 401 };
    if (activity.type === 'typing') return { id: 'typing' };
    const fault = faults.get(conversationId);
    faults.delete(conversationId);
    if (typeof fault === 'object') return fault;
    const id = `act-${ledger.length + 1}`;
    ledger.push({ ...activity, conversationId, id });
    return fault ?? { id };
  };
  for (const path of [
    '/v3/conversations/:conversationId/activities',
    '/v3/conversations/:conversationId/activities/:replyTo',
  ])
    server.post<{ Params: { conversationId: string }; Body: Partial<Activity> }>(path, async (request, reply) => {
      const taken = await take(request.params.conversationId, request.body, request.headers);
      if (taken === 'reset_after_accepting') return reply.raw.destroy();
      if ('status' in taken) return reply.code(taken.status).send({ error: { code: 'Refused', message: 'no' } });
      return taken;
    });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });

  return {
    url,
    ledger,
    nextIn: (conversationId, fault) => void faults.set(conversationId, fault),
    bearer: async ({ audience = appId, serviceUrl = `${url}/`, foreign = false } = {}) => {
      const token = new SignJWT({ serviceurl: serviceUrl }).setProtectedHeader({ alg: 'RS256', kid: KEY_ID });
      const signed = token.setIssuer(ISSUER).setAudience(audience).setIssuedAt().setExpirationTime('1h');
      return `Bearer ${await signed.sign(foreign ? others.privateKey : keys.privateKey)}`;
    },
    close: () => server.close(),
  };
}
