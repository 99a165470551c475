import net from 'node:net';

export interface Finding {
  readonly state: 'ok' | 'on' | 'off' | 'note' | 'WRONG';
  readonly what: string;
  readonly words?: string;
}

const PATIENCE_MS = 4_000;

const DEFAULT_PORTS: Record<string, number> = { 'https:': 443, 'http:': 80, 'smtp:': 587, 'smtps:': 465 };

/** Whether anybody listens there. Nothing is sent, so no key is used and nothing is charged. */
export function reach(address: string): Promise<{ host: string; failure?: string }> {
  const { protocol, hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = net.connect({ host, port: Number(port) || (DEFAULT_PORTS[protocol] ?? 443) });
  return new Promise((resolve) => {
    const done = (failure?: string) => {
      socket.destroy();
      resolve(failure ? { host, failure } : { host });
    };
    socket.setTimeout(PATIENCE_MS, () => done('no answer'));
    socket.once('connect', () => done());
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.name));
  });
}
