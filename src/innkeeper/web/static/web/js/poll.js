// Keeps a list fresh: asks data-poll every data-every seconds with the tag it holds, rests while the page is hidden.
(() => {
  const typing = (place) => place.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  const busy = (place) => typing(place) || place.querySelector(".why:not([hidden]), dialog[open]");

  const ask = async (place) => {
    if (document.hidden || busy(place)) return;
    const headers = { "HX-Request": "true" };
    if (place.dataset.etag) headers["If-None-Match"] = place.dataset.etag;
    const answer = await fetch(place.dataset.poll, { headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
    if (answer.status === 401) location.assign(answer.headers.get("HX-Redirect") || "/"); // signed out: nothing stays on the screen
    const tag = answer.headers.get("ETag") || "";
    if (answer.status === 304) place.dataset.etag = tag;
    if (answer.status !== 200) return;
    const html = await answer.text();
    await window.innkeeperPress.over();
    if (busy(place) || !place.isConnected) return; // asked again in the next round
    const id = place.id;
    htmx.swap(place, html, { swapStyle: place.dataset.swap || "outerHTML" });
    const fresh = document.getElementById(id);
    if (fresh) fresh.dataset.etag = tag;
  };

  const rounds = new Map();
  const round = () => {
    const now = Date.now();
    for (const place of document.querySelectorAll("[data-poll][id]")) {
      const every = Number(place.dataset.every || 10) * 1000;
      const last = rounds.get(place.id) ?? now;
      if (!rounds.has(place.id)) rounds.set(place.id, now);
      if (now - last < every) continue;
      rounds.set(place.id, now);
      ask(place).catch(() => {}); // a lost connection is tried again in the next round
    }
  };

  setInterval(round, 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) rounds.forEach((_, id) => rounds.set(id, 0));
  });
})();
