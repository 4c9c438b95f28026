// Shows what the service tells this browser, and opens the service when it is touched. It keeps nothing and intercepts nothing.
'use strict';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

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
