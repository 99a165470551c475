/** A piece of work that says how much there was, so that "none" can mean "rest". */
export type Work = () => Promise<number>;

export interface Runner {
  /** There may be something to do: look now and not at the next round. */
  soon(): void;
  /** Waits for what is under way, and begins nothing new. */
  stop(): Promise<void>;
}

/** Nothing is lost when a nudge is: this is how long it can lie at the most. */
const ROUND_MS = 1_000;

/** Runs the same work again and again: at once when nudged, and each round in case a nudge was lost with its process. */
export function runInProcess(work: Work, onMistake: (error: unknown) => void, roundMs = ROUND_MS): Runner {
  let wanted = false;
  let stopped = false;
  let running: Promise<void> | undefined;
  const look = (): void => {
    wanted = true;
    if (!stopped) running ??= rounds().finally(() => (running = undefined));
  };
  const rounds = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false;
      try {
        if ((await work()) > 0) wanted = true;
      } catch (error) {
        onMistake(error);
      }
    }
  };
  const clock = setInterval(look, roundMs).unref();
  return {
    soon: look,
    stop: async () => {
      stopped = true;
      clearInterval(clock);
      await running;
    },
  };
}
