// Shows that somebody wrote, and opens the conversation. Nothing is kept or intercepted.
self.addEventListener("push", (event) => {
  const { title, body, url } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag: url, data: url, lang: "fr" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data, self.location.origin).href;
  event.waitUntil((async () => {
    const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = tabs.find((tab) => tab.url.split(/[?#]/)[0] === url);
    return open ? open.focus() : self.clients.openWindow(url);
  })());
});
