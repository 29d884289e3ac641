// Rings when the house pushes: room and task, never a name. It has no cache and answers no page.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(told.title || "Innkeeper", {
    body: told.body || "", tag: told.tag || "", renotify: Boolean(told.tag), data: { url: told.url || "/board/" }, icon: "/static/web/mark.svg",
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin).href;
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => {
    const open = pages.find((page) => new URL(page.url).origin === self.location.origin);
    return open ? open.focus().then((page) => page.navigate(url)) : self.clients.openWindow(url);
  }));
});
