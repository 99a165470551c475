import Queue from 'bull';

export type Bell = 'turns' | 'delivery';

/**
 * Bull on Redis, as a doorbell: a job says who should be looked after, by an id and nothing else, and the truth about it stands
 * in Postgres. What is lost with Redis is found by the sweep of any worker, so nobody waits for Redis and nobody needs it.
 */
export interface Doorbell {
  /** Whether somebody may hear it. */
  ready(): boolean;
  ring(bell: Bell, ids: readonly number[], how?: { first?: boolean }): void;
  /** Several rings that come together are answered together. */
  answer(bell: Bell, work: (ids: number[]) => Promise<unknown>): void;
  close(): Promise<void>;
}

/** A worker that dies is noticed after this long, and another takes its jobs. Bull's own thirty seconds would be felt. */
const LOCK_MS = 2_000;
const AT_ONCE = 50;

/** `space` keeps two houses on one Redis apart. */
export function doorbellOn(redisUrl: string, space: string, onMistake: (error: unknown) => void): Doorbell {
  const complain = once(onMistake);
  const queues = { turns: open('turns'), delivery: open('delivery') };
  const working = new Set<Promise<void>>();
  const inHand = (work: Promise<void>): Promise<void> => {
    working.add(work);
    return work.finally(() => working.delete(work));
  };

  function open(bell: Bell): Queue.Queue<{ id: number }> {
    const queue = new Queue<{ id: number }>(bell, redisUrl, {
      prefix: `miadi-${space}`,
      redis: { maxRetriesPerRequest: null, enableReadyCheck: false, retryStrategy: (n) => Math.min(n * 200, 2_000) },
      settings: { lockDuration: LOCK_MS, stalledInterval: LOCK_MS / 2, maxStalledCount: 10 },
      limiter: { max: 5_000, duration: 1_000 },
      defaultJobOptions: {
        // A job that is kept would swallow the next one for the same id.
        removeOnComplete: true,
        removeOnFail: true,
        attempts: 5,
        backoff: { type: 'exponential', delay: 200 },
      },
    });
    return queue.on('error', complain);
  }

  const ready = (): boolean => Object.values(queues).every(({ client }) => client.status === 'ready');

  return {
    ready,
    ring(bell, ids, { first = false } = {}) {
      if (ids.length === 0 || !ready()) return;
      // Nobody waits for it: a ring that is lost is made up for by the sweep.
      const jobs = ids.map((id) => ({ data: { id }, opts: { jobId: `${bell}:${id}`, lifo: first } }));
      queues[bell].addBulk(jobs).catch(complain);
    },
    answer(bell, work) {
      const together = gathering(work);
      // Resolves only when the queue is closed.
      queues[bell].process(AT_ONCE, ({ data }) => inHand(together(data.id))).catch(complain);
    },
    async close() {
      const each = (step: (queue: Queue.Queue) => Promise<unknown>): Promise<unknown> =>
        Promise.allSettled(Object.values(queues).map((queue) => within(CLOSE_MS, step(queue))));
      // Bull is told not to wait for its jobs: when Redis is gone, its own way of waiting leaves a rejection that nobody can catch.
      await each((queue) => queue.pause(true, true));
      await Promise.allSettled(working);
      await each((queue) => queue.close(true));
    },
  };
}

/** A Redis that does not even let us go is left. The truth about the jobs stands in Postgres. */
const CLOSE_MS = 3_000;

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (patience = setTimeout(resolve, ms)));
  await Promise.race([work, enough]).finally(() => clearTimeout(patience));
}

/** Redis that is away is reported once, and again only after it has been silent for a minute. */
function once(onMistake: (error: unknown) => void): (error: unknown) => void {
  let said = -Infinity;
  return (error) => {
    const now = performance.now();
    if (now - said > 60_000) onMistake(new Error('Redis is away; the work is done without it', { cause: error }));
    said = now;
  };
}

const TOGETHER_MS = 2;

function gathering(work: (ids: number[]) => Promise<unknown>): (id: number) => Promise<void> {
  let waiting: number[] = [];
  let underWay: Promise<void> | undefined;
  return (id) => {
    waiting.push(id);
    underWay ??= new Promise((resolve) => setTimeout(resolve, TOGETHER_MS)).then(async () => {
      const ids = waiting;
      waiting = [];
      underWay = undefined;
      await work(ids);
    });
    return underWay;
  };
}
