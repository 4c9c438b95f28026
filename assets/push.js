// The buttons that let this browser be told, on the page of one's account. Without this file, or in a browser that takes no
// push messages, the buttons stay hidden and the page says so.
'use strict';

(async () => {
  const place = document.getElementById('push');
  if (!place) return;
  const [on, off, said] = ['push-on', 'push-off', 'push-said'].map((id) => document.getElementById(id));
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return;

  const key = Uint8Array.from(
    atob(place.dataset.key.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const registration = await navigator.serviceWorker.register('/sw.js');
  let subscription = await registration.pushManager.getSubscription();

  const show = (text) => {
    on.hidden = Boolean(subscription);
    off.hidden = !subscription;
    said.textContent = text;
  };
  const call = (method, body) => fetch('/api/v1/me/push', {
    method, credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const refusal = async (answer) => {
    const problem = await answer.json().catch(() => ({}));
    return (problem.errors && problem.errors[0] && problem.errors[0].help) || problem.detail || 'Le service a refusé.';
  };

  on.addEventListener('click', async () => {
    on.disabled = true;
    try {
      if (await Notification.requestPermission() !== 'granted') {
        return show('Votre navigateur bloque les notifications de ce site : autorisez-les dans ses réglages, puis réessayez.');
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
      return show('Ce navigateur n’a pas pu s’abonner : son service de notifications ne répond pas. Réessayez plus tard.');
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
      return show('Réessayez : le service n’a pas répondu.');
    } finally {
      off.disabled = false;
    }
  });

  show('');
})();
