// Shows what the service tells this browser, and opens the service when it is touched. It keeps one page and its style for when
// there is no network, in which nothing is anybody's: what somebody has seen is not kept, so that a log-out leaves nothing behind.
'use strict';

const KEPT = 'releve-1';
const PAGE = '/hors-ligne';

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    const page = await fetch(PAGE, { credentials: 'same-origin' });
    if (!page.ok) return;
    await kept.put(PAGE, page.clone());
    const style = (await page.text()).match(/href="(\/assets\/style\.[0-9a-f]+\.css)"/);
    if (style) await kept.add(style[1]);
  })().catch(() => undefined));
});

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

// Only where the network fails; what comes from it passes as it is.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) || Response.error()));
  } else if (new URL(request.url).pathname.startsWith('/assets/style.')) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) || Response.error()));
  }
});

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data ? event.data.json() : {};
  } catch {
    // Browsers want something shown for every message.
  }
  const title = told.title || 'Relève';
  const options = { body: told.body || '', tag: told.tag || 'releve', lang: told.lang || 'fr', renotify: true };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    // No page is led elsewhere: somebody may be filling in a form there.
    const home = windows.find((open) => new URL(open.url).pathname === '/');
    return home ? home.focus() : self.clients.openWindow('/');
  })());
});

// The push service gave this browser another address: the old one is over.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil((async () => {
    const key = event.oldSubscription && event.oldSubscription.options.applicationServerKey;
    const subscription = event.newSubscription ||
      (key && await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    if (!subscription) return;
    await fetch('/api/v1/me/push', {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(subscription),
    });
  })());
});
