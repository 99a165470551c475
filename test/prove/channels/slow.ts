import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../../app';
import type { Finding, Stage } from '../proof';

const SOCKETS = 100;
/** The hub gives a request ten seconds to arrive. */
const REFUSED_WITHIN_MS = 20_000;

/** A hundred callers let their bytes drip in, while others want to be served. */
export async function slow({ quick }: Stage): Promise<Finding> {
  const app = await startApp();
  const { port } = new URL(app.address);
  const begun = performance.now();
  let closed = 0;
  const sockets = Array.from({ length: quick ? 25 : SOCKETS }, () => {
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined).on('close', () => closed++);
    socket.on('data', () => undefined);
    socket.write(
      'POST /chat/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 90000\r\n\r\n{"id":"',
    );
    return socket;
  });
  const drip = setInterval(() => sockets.forEach((socket) => !socket.destroyed && socket.write('x')), 200);
  try {
    let [served, refused] = [0, 0];
    for (let i = 0; i < 20; i++) {
      const answer = await fetch(`${app.address}/chat/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: 'miadi_chat=abcdefghijklmnopqrstuv' },
        body: JSON.stringify({ id: `message-${i}`, text: 'hello' }),
      });
      if (answer.ok) served++;
      else refused++;
    }
    while (closed < sockets.length && performance.now() - begun < REFUSED_WITHIN_MS * 2) await pause(100);
    return {
      counts: { 'slow callers': sockets.length, 'others served meanwhile': served },
      invariants: {
        'somebody else was not served': refused,
        'a slow caller was never let go': sockets.length - closed,
      },
    };
  } finally {
    clearInterval(drip);
    sockets.forEach((socket) => socket.destroy());
    await app.end();
  }
}
