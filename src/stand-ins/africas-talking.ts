import formbody from '@fastify/formbody';
import Fastify from 'fastify';

export interface AtHanded {
  messageId: string;
  to: string;
  from: string | undefined;
  text: string;
}

/** What happens to the next message: a refusal of the whole call, or of the recipient inside a "201 Created". */
export type AtFault = { status: number } | { recipient: number } | 'nobody' | 'reset_after_accepting';

export interface AtStandIn {
  url: string;
  ledger: AtHanded[];
  nextTo(number: string, fault: AtFault): void;
  close(): Promise<void>;
}

interface Form {
  username: string;
  to: string;
  message: string;
  from?: string;
}

/** The bulk SMS endpoint of Africa's Talking on loopback. */
export async function standInForAfricasTalking(
  apiKey: string,
  onHanded: (handed: AtHanded) => void = () => undefined,
): Promise<AtStandIn> {
  const server = Fastify({ forceCloseConnections: true });
  const ledger: AtHanded[] = [];
  const faults = new Map<string, AtFault>();
  await server.register(formbody);
  server.post<{ Body: Form }>('/version1/messaging', async ({ headers, body }, reply) => {
    const fault = faults.get(body.to);
    faults.delete(body.to);
    if (headers.apikey !== apiKey) return reply.code(401).send('The supplied authentication is invalid');
    if (typeof fault === 'object' && 'status' in fault) return reply.code(fault.status).send('Try later');
    if (fault === 'nobody') return reply.code(201).send(answer('InvalidSenderId', []));
    if (typeof fault === 'object')
      return reply.code(201).send(answer('Sent to 0/1', [recipient(body.to, fault.recipient)]));
    const messageId = `ATXid_${String(ledger.length + 1).padStart(8, '0')}`;
    const handed = { messageId, to: body.to, from: body.from, text: body.message };
    ledger.push(handed);
    onHanded(handed);
    if (fault === 'reset_after_accepting') return reply.raw.destroy();
    return reply.code(201).send(answer('Sent to 1/1 Total Cost: KES 0.8000', [recipient(body.to, 101, messageId)]));
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return { url, ledger, nextTo: (to, fault) => void faults.set(to, fault), close: () => server.close() };
}

const answer = (Message: string, Recipients: object[]): object => ({ SMSMessageData: { Message, Recipients } });

const recipient = (number: string, statusCode: number, messageId = 'None'): object => ({
  statusCode,
  number,
  status: statusCode === 101 ? 'Success' : 'Failed',
  cost: '0',
  messageId,
});

/** A call as they would make it: a plain form, and no signature. */
export const plainForm = (fields: Record<string, string>): { headers: Record<string, string>; payload: string } => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams(fields).toString(),
});
