// One press on the department board: shown at once, sent when it can be, in its order and with its true time.
(() => {
  const kept = window.innkeeperTaps;
  if (!kept) return;
  const { place } = kept;
  const FOLLOWS = { accept: "arrive", arrive: "done", done: "", cannot: "" };
  const SAID_FOR = 20000;
  const BOUNCE = 600; // a thumb that bounces: the next verb has come under it, and would say "arrived" of who only accepted

  const say = (words) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.dataset.kind = "brass";
    line.append(Object.assign(document.createElement("b"), { textContent: words }));
    place.querySelector("[data-said]").append(line);
    setTimeout(() => line.remove(), SAID_FOR);
  };

  const words = (told) => told.text || told.detail;
  const cardOf = (item) => document.querySelector(`[data-task="${item.task}"]`);

  // The card goes on as if it had been sent: the next verb comes under the thumb, and it says that it is kept here.
  const mark = (item) => {
    const card = cardOf(item);
    if (!card) return;
    card.dataset.state = "queued";
    card.querySelector("[data-kept]").hidden = false;
    card.querySelector("[data-own]").hidden = false;
    if (item.photo) return;
    const form = card.querySelector("form[data-tap]:not([data-last])");
    const button = form.querySelector("button");
    const verb = FOLLOWS[item.verb];
    const steps = [...card.querySelectorAll(".steps li")];
    const reached = { accept: 1, arrive: 2, done: 3 }[item.verb] ?? 0;
    steps.forEach((step, place) => { step.dataset.state = place < reached ? "done" : place === reached ? "now" : ""; });
    if (!verb) { button.disabled = true; return; }
    form.elements.verb.value = verb;
    button.textContent = form.dataset[verb];
  };

  const show = (items) => {
    const weak = Object.assign(place.querySelector("[data-weak]"), { hidden: !items.length });
    weak.querySelector("[data-count]").textContent = items.length;
    items.forEach(mark);
  };

  const send = async (item) => {
    const form = new FormData();
    for (const name of ["key", "verb", "obstacle"]) if (item[name]) form.set(name, item[name]);
    form.set("session", kept.session);
    form.set("tapped_at", item.at || new Date().toISOString());
    form.set("sent_at", new Date().toISOString());
    if (item.photo) form.set("file", item.photo, "photo");
    const token = document.querySelector('meta[name="csrf-token"]').content;
    const stop = AbortSignal.timeout(item.photo ? 60000 : 10000);
    return fetch(item.url, { method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": token }, credentials: "same-origin", redirect: "manual", signal: stop });
  };

  const refresh = async () => {
    const answer = await fetch(place.dataset.board, { headers: { "HX-Request": "true" }, cache: "no-store", redirect: "error" });
    if (answer.status !== 200) return;
    const [html] = await Promise.all([answer.text(), window.innkeeperPress.over()]);
    htmx.swap(document.getElementById("board"), html, { swapStyle: "outerHTML" });
    document.getElementById("board").dataset.etag = answer.headers.get("ETag") || "";
    show((await kept.all()).items);
  };

  let isSending = false;
  const flush = async () => {
    if (isSending) return;
    isSending = true;
    let sent = 0;
    try {
      for (const item of (await kept.all()).items) {
        const answer = await send(item);
        if (answer.type === "opaqueredirect" || answer.status === 401) { location.reload(); return; }
        if (answer.status >= 500 || answer.status === 429) break;
        if (!answer.ok) say(words(await answer.json().catch(() => ({}))) || place.dataset.refused);
        await kept.drop(item.n);
        sent += 1;
      }
    } catch { /* still no connection: the next round tries again */ } finally { isSending = false; }
    const left = (await kept.all()).items;
    if (sent && !left.length) await refresh().catch(() => {});
    show(left);
  };

  const keep = async (item) => {
    if (item.photo) {
      const why = await kept.room(item.photo.size);
      if (why) { if (navigator.onLine) return send(item).then(refresh, () => say(place.dataset[why])); return say(place.dataset[why]); }
    }
    await kept.put({ ...item, at: new Date().toISOString() });
    mark(item);
    await flush();
  };

  const pressed = {};
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tap]");
    if (!form) return;
    event.preventDefault();
    const task = form.closest("[data-task]").dataset.task;
    if (event.timeStamp - (pressed[task] ?? -BOUNCE) < BOUNCE) return;
    pressed[task] = event.timeStamp;
    keep({ url: form.action, task, verb: form.elements.verb.value, obstacle: event.submitter?.value || "", key: crypto.randomUUID?.() || form.elements.key.value });
  });
  const taken = (event) => {
    event.stopPropagation();
    const form = event.target.closest("form[data-photo]");
    if (form && event.target.files[0]) keep({ url: form.action, task: form.closest("[data-task]").dataset.task, photo: event.target.files[0] });
  };
  document.addEventListener("change", taken);
  // The board may be drawn anew while the camera is open: its field then stands outside the page and tells only itself.
  document.addEventListener("click", ({ target }) => { if (target.matches("form[data-photo] input")) target.addEventListener("change", taken, { once: true }); });
  document.addEventListener("htmx:afterSwap", () => kept.all().then(({ items }) => show(items)));
  addEventListener("online", flush);
  setInterval(async () => { if ((await kept.all()).items.length) flush(); }, 15000);
  kept.all().then(({ items, lost }) => { show(items); if (lost) say(place.dataset.lost); flush(); });
})();
