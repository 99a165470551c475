/** After some failures in a row it is not asked for a while, so that a model that is down costs nobody three seconds. */
export class Breaker {
  #failures = 0;
  #closedUntil = 0;

  constructor(
    private readonly now: () => number,
    private readonly limit = 3,
    private readonly restMs = 60_000,
  ) {}

  get mayAsk(): boolean {
    return this.now() >= this.#closedUntil;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures < this.limit) return;
    this.#failures = 0;
    this.#closedUntil = this.now() + this.restMs;
  }
}
