import { now } from './now';

/** Whether the clinic's line to us is up, by what became of the last request: a browser that calls itself online may know no better. */
const LOOK_MS = 5_000;
/** A line that takes longer than this is as good as none: what is kept here is shown, and the question is asked again. */
export const PATIENCE_MS = 12_000;

/** No answer came. Whether the request arrived is not known. */
export class LineDown extends TypeError {}

export const line = { isUp: true, downSince: undefined as Date | undefined };

let looking: ReturnType<typeof setInterval> | undefined;

export function lineIs(up: boolean): void {
  if (line.isUp === up) return;
  line.isUp = up;
  line.downSince = up ? undefined : now();
  clearInterval(looking);
  looking = up ? undefined : setInterval(() => void look(), LOOK_MS);
  dispatchEvent(new Event('miadi-line'));
  if (up) dispatchEvent(new Event('miadi-news'));
}

/** Asks whether anybody answers; no more than that. */
async function look(): Promise<void> {
  await fetch('/health', { signal: AbortSignal.timeout(LOOK_MS - 500), cache: 'no-store' }).then(
    ({ ok }) => lineIs(ok),
    () => lineIs(false),
  );
}

addEventListener('online', () => void look());
addEventListener('offline', () => lineIs(false));

/** A number that nobody else gives out. `crypto.randomUUID` is missing on pages that come without https, and clinics have such. */
export function newNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
