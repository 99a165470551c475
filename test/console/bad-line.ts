import net from 'node:net';

export interface BadLine {
  address: string;
  /** Nobody gets through, and what is under way breaks off. */
  cut(): void;
  mend(): void;
  /** The next request with these words in it arrives, and its answer is lost on the way back. */
  loseAnswerTo(words: string): void;
  close(): void;
}

/** A line between a browser and the hub that can break, in each of the ways in which lines do. */
export async function badLine(hub: string): Promise<BadLine> {
  const to = new URL(hub);
  const open = new Set<net.Socket>();
  let isCut = false;
  let lost: string | undefined;
  const server = net.createServer((near) => {
    if (isCut) return void near.destroy();
    const far = net.connect(Number(to.port), to.hostname);
    let swallows = false;
    const end = (): void => void (near.destroy(), far.destroy(), open.delete(near), open.delete(far));
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      // prettier-ignore
      open.add(from);
      from.on('error', end).on('close', end);
      from.on('data', (bytes) => {
        if (from === near && lost !== undefined && bytes.includes(lost)) [swallows, lost] = [true, undefined];
        if (from === far && swallows) return end();
        into.write(bytes);
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    cut() {
      isCut = true;
      for (const each of open) each.destroy();
    },
    mend: () => void (isCut = false),
    loseAnswerTo: (words) => void (lost = words),
    close() {
      for (const each of open) each.destroy();
      server.close();
    },
  };
}
