import { line, LineDown, lineIs, newNumber, PATIENCE_MS } from './line';

const page = document.documentElement;
export const language = page.lang;
const data = (id: string): unknown => JSON.parse(document.getElementById(id)?.textContent ?? '{}');
const words = data('words') as Record<string, string>;

/** The words of the one who reads. A missing one shows as its name, which a test looks for. */
export const say = (name: string): string => words[name] ?? name;

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly rules: string[],
    words: string,
    /** What could be had instead. */
    readonly alternatives: Free[] = [],
  ) {
    super(words);
  }
}

/** Set by the page: what to do when somebody is not signed in any more. */
export const onSignedOut = { do: (): void => undefined };

/**
 * Asks the API. A write carries a key of its own, so that when the line breaks it is asked again without being done twice.
 * `quietly` is for looks that nobody clicked for: they do not count as a sign of life.
 */
export async function call<T>(
  method: string,
  url: string,
  body?: object,
  quietly = false,
  key = newNumber(),
): Promise<T> {
  const isWrite = method !== 'GET';
  const headers: Record<string, string> = {
    'accept-language': language,
    ...(body && { 'content-type': 'application/json' }),
    ...(isWrite && { 'idempotency-key': key }),
    ...(quietly && { 'x-background': '1' }),
  };
  const { status, ok, answer } = await persistently(async () => {
    const response = await fetch(`/api/v1${url}`, {
      ...{ method, headers, signal: AbortSignal.timeout(PATIENCE_MS) },
      ...(body && { body: JSON.stringify(body) }),
    });
    // Read here, because a line can also break in the middle of an answer.
    return { status: response.status, ok: response.ok, answer: read(await response.text(), response.ok) };
  });
  if (ok) return answer as T;
  if (status === 401 && !url.startsWith('/sign-in')) onSignedOut.do();
  throw new Refused(
    status,
    (answer.rules as string[]) ?? [],
    String(answer.detail ?? answer.title ?? status),
    (answer.alternatives as Free[]) ?? [],
  );
}

function read(text: string, ok: boolean): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    // A page of a hotel's or a café's network that wants something first: not an answer of ours.
    if (ok) throw new LineDown(say('offline'), { cause });
    return {};
  }
}

/** Once more after a moment, unless the line is known to be down. */
async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  const second = (): Promise<T> => new Promise((done, fail) => setTimeout(() => ask().then(done, fail), 800));
  const answer = await ask()
    .catch((error: unknown) => (line.isUp && navigator.onLine ? second() : Promise.reject(error as Error)))
    .catch((error: unknown) => {
      lineIs(false);
      throw new LineDown(say('offline'), { cause: error });
    });
  lineIs(true);
  return answer;
}

export const get = <T>(url: string, quietly = false): Promise<T> => call<T>('GET', url, undefined, quietly);
export const post = <T>(url: string, body: object = {}, key?: string): Promise<T> =>
  call<T>('POST', url, body, false, key);

/** Every page of a list. */
export async function all<T>(url: string, quietly = false): Promise<T[]> {
  const items: T[] = [];
  for (let after = ''; ;) {
    const page = await get<{ items: T[]; next: number | null }>(
      `${url}${url.includes('?') ? '&' : '?'}limit=100${after}`,
      quietly,
    );
    items.push(...page.items);
    if (page.next === null) return items;
    after = `&after=${page.next}`;
  }
}

export interface Visit {
  id: number;
  version: number;
  reference: string;
  status: string;
  starts: string;
  ends: string;
  day: string;
  providerId: number;
  serviceId: number;
  clinicId: number;
  patientId: number | null;
  patient: string | null;
  provider: string;
  service: string;
  mode: string;
  timeZone: string;
  /** Marked here, and not sent yet. */
  unsent?: true;
}

/** A time that can be booked. */
export interface Free {
  starts: string;
  providerId: number;
  serviceId: number;
}

export interface Named {
  id: number;
  name: string;
}

export interface Clinic extends Named {
  timeZone: string;
}

export interface Self {
  kind: string;
  id: number;
  name: string;
  may: string[];
  roles: { role: string; clinicId: number | null; providerId: number | null }[];
}

/** What the one who is signed in may do. Only to leave out what would be refused: the server decides. */
export const rights = new Set<string>();
