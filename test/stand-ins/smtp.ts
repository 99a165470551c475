import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** An answer of SMTP, or the line breaks when the mail has been taken. */
export type MailFault = { at: 'RCPT TO' | 'DATA'; answer: number } | 'reset_after_accepting';

export interface Taken {
  /** Whom the envelope named: what counts, whatever the headers say. */
  from: string;
  to: string[];
  raw: string;
  read: Email;
}

export interface StandInForSmtp {
  url: string;
  /** Every mail that was taken, in order. */
  ledger: Taken[];
  /** The next mail to somebody meets trouble. */
  nextTo(address: string, fault: MailFault): void;
  close(): Promise<void>;
}

const ACCOUNT = { user: 'clinic@example.org', password: 'test-password' };

/** A mail server that keeps what it takes. It wants the account's password, as real ones do. */
export async function standInForSmtp(): Promise<StandInForSmtp> {
  const ledger: Taken[] = [];
  const faults = new Map<string, MailFault>();
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === ACCOUNT.user && password === ACCOUNT.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('who are you'), { responseCode: 535 })),
    onRcptTo: ({ address }, _session, done) => done(take(faults, address, 'RCPT TO')),
    onData: (stream, session, done) =>
      void buffer(stream).then(async (bytes) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const refused = to.map((address) => take(faults, address, 'DATA')).find(Boolean);
        if (refused) return done(refused);
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        ledger.push({ from, to, raw: bytes.toString('utf8'), read: await PostalMime.parse(bytes) });
        if (!to.some((address) => faults.delete(address))) return done(null);
        for (const socket of sockets) if (socket.remotePort === portOf(session)) socket.destroy();
      }),
  });
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${encodeURIComponent(ACCOUNT.user)}:${ACCOUNT.password}@127.0.0.1:${port}`,
    ledger,
    nextTo: (address, fault) => void faults.set(address, fault),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

// The package tells it, and its types do not.
const portOf = (session: SMTPServerSession): number => (session as unknown as { remotePort: number }).remotePort;

function take(faults: Map<string, MailFault>, address: string, at: 'RCPT TO' | 'DATA'): Error | null {
  const fault = faults.get(address);
  if (!fault || fault === 'reset_after_accepting' || fault.at !== at) return null;
  faults.delete(address);
  return Object.assign(new Error('trouble'), { responseCode: fault.answer });
}
