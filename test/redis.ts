import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import Redis from 'ioredis';

/** Tests that need a Redis meet a real one, or say that they were skipped. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
export const needsRedis = hasRedis ? '' : ' (SKIPPED: no redis-server here; apt-get install redis-server)';

export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it without warning; nothing of it is kept. */
  kill(): Promise<void>;
  /** Stops it in the middle of everything, or lets it go on: connections stay, and nobody answers. */
  pause(on: boolean): void;
  flush(): Promise<void>;
}

export async function redisAt(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  return {
    url,
    async start() {
      server = spawn(
        'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        {
          stdio: 'ignore',
        },
      );
      while (!(await answers(port))) await new Promise((resume) => setTimeout(resume, 20));
    },
    async kill() {
      if (!server || server.exitCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      server = undefined;
    },
    pause: (on) => void server?.kill(on ? 'SIGSTOP' : 'SIGCONT'),
    async flush() {
      const client = new Redis(url);
      await client.flushall();
      client.disconnect();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
