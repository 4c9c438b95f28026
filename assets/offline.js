// Keeps a page at hand for when there is no network. Without this file everything works but that.
'use strict';

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
