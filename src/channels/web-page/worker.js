// The page opens without a line, with what was typed and could not be sent. Messages themselves are never kept here.
addEventListener('install', (event) => event.waitUntil(caches.open('chat').then((cache) => cache.add('/chat?shell'))));
addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate')
    event.respondWith(fetch(event.request).catch(() => caches.match('/chat?shell')));
});
