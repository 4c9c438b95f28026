// The buttons that let this browser be told, on the page of one's account. Without this file, or in a browser that takes no
// push messages, the buttons stay hidden and the page says so. What it says is in the page, in the reader's language.
'use strict';

(async () => {
  const place = document.getElementById('push');
  if (!place) return;
  const say = place.dataset;
  const [on, off, said] = ['push-on', 'push-off', 'push-said'].map((id) => document.getElementById(id));
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return;

  const key = Uint8Array.from(
    atob(place.dataset.key.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const registration = await navigator.serviceWorker.register('/sw.js');
  let subscription = await registration.pushManager.getSubscription();
  // What this browser holds is of use only while the service sends to it.
  let live = false;

  const show = (text) => {
    on.hidden = live;
    off.hidden = !live;
    said.textContent = text;
  };
  const isToKey = (made) => {
    const held = made.options && made.options.applicationServerKey;
    const bytes = held ? new Uint8Array(held) : key;
    return bytes.length === key.length && bytes.every((byte, at) => byte === key[at]);
  };
  const isKnown = async (made) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(made.endpoint)));
    const text = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return Boolean(place.querySelector(`[data-address="${text}"]`));
  };
  const call = (method, body) => fetch('/api/v1/me/push', {
    method, credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const refusal = async (answer) => {
    const problem = await answer.json().catch(() => ({}));
    return (problem.errors && problem.errors[0] && problem.errors[0].help) || problem.detail || say.refused;
  };

  on.addEventListener('click', async () => {
    on.disabled = true;
    try {
      if (await Notification.requestPermission() !== 'granted') {
        return show(say.blocked);
      }
      const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const answer = await call('POST', made);
      if (!answer.ok) {
        await made.unsubscribe();
        return show(await refusal(answer));
      }
      subscription = made;
      return location.assign('/compte?fait=notifications');
    } catch {
      return show(say.failed);
    } finally {
      on.disabled = false;
    }
  });

  off.addEventListener('click', async () => {
    off.disabled = true;
    try {
      const { endpoint } = subscription;
      await subscription.unsubscribe();
      subscription = null;
      await call('DELETE', { endpoint });
      return location.assign('/compte?fait=appareil');
    } catch {
      return show(say.noAnswer);
    } finally {
      off.disabled = false;
    }
  });

  if (subscription && !isToKey(subscription)) {
    await subscription.unsubscribe();
    subscription = null;
    return show(say.keyChanged);
  }
  live = Boolean(subscription) && await isKnown(subscription);
  show(!subscription || live ? '' :
    say.gone);
})();
