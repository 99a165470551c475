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
export async function call<T>(method: string, url: string, body?: object, quietly = false): Promise<T> {
  const isWrite = method !== 'GET';
  const headers: Record<string, string> = {
    'accept-language': language,
    ...(body && { 'content-type': 'application/json' }),
    ...(isWrite && { 'idempotency-key': crypto.randomUUID() }),
    ...(quietly && { 'x-background': '1' }),
  };
  const ask = (): Promise<Response> =>
    fetch(`/api/v1${url}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const response = await ask().catch(
    () => new Promise<Response>((done, fail) => setTimeout(() => ask().then(done, fail), 800)),
  );
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return answer as T;
  if (response.status === 401 && !url.startsWith('/sign-in')) onSignedOut.do();
  throw new Refused(
    response.status,
    (answer.rules as string[]) ?? [],
    String(answer.detail ?? answer.title ?? response.status),
  );
}

export const get = <T,>(url: string, quietly = false): Promise<T> => call<T>('GET', url, undefined, quietly);
export const post = <T,>(url: string, body: object = {}): Promise<T> => call<T>('POST', url, body);

/** Every page of a list. */
export async function all<T>(url: string): Promise<T[]> {
  const items: T[] = [];
  for (let after = ''; ;) {
    const page = await get<{ items: T[]; next: number | null }>(
      `${url}${url.includes('?') ? '&' : '?'}limit=100${after}`,
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
  name: string;
  may: string[];
  roles: { role: string; clinicId: number | null; providerId: number | null }[];
}

/** What the one who is signed in may do. Only to leave out what would be refused: the server decides. */
export const rights = new Set<string>();
