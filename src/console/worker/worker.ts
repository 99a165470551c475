/// <reference lib="webworker" />
// The page itself, so that it opens without a line. What patients have to do with stays out of this store: the page keeps that.
const scope = self as unknown as ServiceWorkerGlobalScope;
/** Scripts without which the page does not begin; their names are put in when this is bundled. */
declare const FIRST_PARTS: string[];
const STORE = 'miadi-console';
const PAGE = '/console';
const PARTS = [
  '/console/app.js',
  '/console/app.css',
  '/console/calendar.js',
  '/console/icon.svg',
  '/console/app.webmanifest',
];
/** A line that takes longer is treated as none. */
const PATIENCE_MS = 4_000;

scope.addEventListener('install', (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll([PAGE, ...PARTS, ...FIRST_PARTS])));
  void scope.skipWaiting();
});

scope.addEventListener('activate', (event) => event.waitUntil(sweep().then(() => scope.clients.claim())));

/** Scripts of an earlier version. */
async function sweep(): Promise<void> {
  const store = await caches.open(STORE);
  for (const kept of await store.keys()) {
    const { pathname } = new URL(kept.url);
    if (pathname.startsWith('/console/part-') && !FIRST_PARTS.includes(pathname)) await store.delete(kept);
  }
}

scope.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  const isOurs = method === 'GET' && origin === location.origin && (pathname === PAGE || PARTS.includes(pathname));
  if (isOurs) event.respondWith(newestOrKept(event));
  // The name of such a part changes with what is in it.
  else if (method === 'GET' && origin === location.origin && pathname.startsWith('/console/part-'))
    event.respondWith(keptOrNew(event.request));
});

/** The newest, if it comes in time; it is kept when it comes later, too. */
async function newestOrKept(event: FetchEvent): Promise<Response> {
  const store = await caches.open(STORE);
  const asked = fetch(event.request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await store.put(event.request, answer.clone());
    return answer;
  });
  event.waitUntil(asked.then(() => undefined, () => undefined)); // prettier-ignore
  const inTime = new Promise<undefined>((done) => setTimeout(done, PATIENCE_MS));
  const newest = await Promise.race([asked, inTime]).catch(() => undefined);
  if (newest) return newest;
  // In another language rather than not at all.
  const kept = (await store.match(event.request)) ?? (await store.match(event.request, { ignoreSearch: true }));
  return kept ?? asked;
}

async function keptOrNew(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}
