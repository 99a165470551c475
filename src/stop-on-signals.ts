const WITHIN_MS = 10_000;

/** npm passes Ctrl-C on to us although the terminal has sent it already: what comes this soon is the same key press. */
const SAME_PRESS_MS = 500;

/** SIGTERM, Ctrl-C and a closed terminal stop everything within ten seconds; asking again exits at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let askedAt: number | undefined;
  const asked = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      void stopAndExit(stop, 0);
    } else if (performance.now() - askedAt > SAME_PRESS_MS) {
      process.exit(130);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, asked);
}

export async function stopAndExit(stop: () => Promise<void>, code: number): Promise<void> {
  setTimeout(() => process.exit(1), WITHIN_MS).unref();
  try {
    await stop();
    process.exit(code);
  } catch (error) {
    process.stderr.write(`Stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
