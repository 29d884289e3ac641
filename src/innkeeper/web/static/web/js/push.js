// Lets this device be rung: asks the person, then tells the house the browser's own address.
(() => {
  const place = document.querySelector("[data-push-key]");
  if (!place) return;
  const button = place.querySelector("button");
  const say = (words) => { place.querySelector("[role=status]").textContent = words; };
  if (!("serviceWorker" in navigator && "PushManager" in window)) {
    button.disabled = true;
    say(place.dataset.cannot);
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    try {
      if (await Notification.requestPermission() !== "granted") return say(place.dataset.refused);
      const worker = await navigator.serviceWorker.register("/push-worker.js");
      const one = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(place.dataset.pushKey) });
      const { endpoint, keys } = one.toJSON();
      const form = new FormData();
      Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth }).forEach(([name, value]) => form.set(name, value));
      const token = document.querySelector('meta[name="csrf-token"]').content;
      const answer = await fetch(place.dataset.url, { method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" } });
      answer.ok ? location.reload() : say((await answer.json()).detail || place.dataset.cannot);
    } catch { say(place.dataset.cannot); } finally { button.removeAttribute("aria-busy"); }
  });
})();
