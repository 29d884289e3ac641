// Clocks that tick in the browser: each minute, each second in the last. The words come from the page's patterns.
(() => {
  const body = document.body;
  const offset = Number(body.dataset.now) * 1000 - Date.now(); // the house's time, not the device's
  const pad = (number) => String(number).padStart(2, "0");

  const fill = (kind, seconds) => {
    const late = kind === "late";
    if (seconds < 60) return pattern(`${kind}S`, { s: Math.max(late ? 1 : 0, Math.floor(seconds)) });
    const minutes = late ? Math.floor(seconds / 60) : Math.ceil(seconds / 60);
    if (minutes < 60) return pattern(`${kind}M`, { m: minutes });
    if (seconds < 86400) return pattern(`${kind}H`, { h: Math.floor(minutes / 60), m: pad(minutes % 60) });
    const hours = late ? Math.floor(seconds / 3600) : Math.ceil(seconds / 3600);
    return pattern(`${kind}D`, { d: Math.floor(hours / 24), h: hours % 24 });
  };
  const pattern = (name, values) =>
    body.dataset[name].replace(/\{([a-z])\}/g, (whole, letter) => values[letter] ?? whole);

  const write = (place, words) => {
    if (place.textContent === words.replace(/[[\]]/g, "")) return;
    const parts = words.split(/[[\]]/).map((text, at) => {
      if (at % 2 === 0) return text;
      const strong = document.createElement("b");
      strong.textContent = text;
      return strong;
    });
    place.replaceChildren(...parts);
  };

  const turn = (face, state) => {
    if ((face.dataset.state || "") === state) return;
    state ? (face.dataset.state = state) : delete face.dataset.state;
    const left = face.querySelector(".left");
    left.querySelector(".icon")?.remove();
    if (state !== "late") return;
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    mark.setAttribute("class", "icon");
    mark.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#i-flag");
    mark.append(use);
    left.prepend(mark);
    face.closest(".case, .task, .jobs > li")?.setAttribute("data-state", "late");
  };

  const tick = () => {
    const now = (Date.now() + offset) / 1000;
    let next = 60;
    for (const face of document.querySelectorAll(".clock[data-due]")) {
      const due = Number(face.dataset.due);
      const started = Number(face.dataset.started);
      const left = due - now;
      const share = Math.min(1, Math.max(0, (now - started) / Math.max(1, due - started)));
      const soon = share >= 0.8 || (left <= 600 && share >= 0.5);
      turn(face, left < 0 ? "late" : soon ? "soon" : "");
      write(face.querySelector("[data-words]"), left < 0 ? fill("late", -left) : fill("left", left));
      const bar = face.querySelector("progress");
      if (bar) bar.value = Math.round(share * 100);
      next = Math.min(next, Math.abs(left) < 61 ? 1 : (left > 0 ? left : 60 - (-left % 60)) % 60 || 60);
    }
    setTimeout(tick, Math.max(250, next * 1000));
  };

  window.innkeeper = { ...window.innkeeper, write };
  tick();
  document.addEventListener("visibilitychange", () => document.hidden || tickOnce());
  document.addEventListener("htmx:afterSettle", () => tickOnce());

  function tickOnce() {
    document.querySelectorAll(".clock[data-due]").forEach((face) => {
      const left = Number(face.dataset.due) - (Date.now() + offset) / 1000;
      write(face.querySelector("[data-words]"), left < 0 ? fill("late", -left) : fill("left", left));
    });
  }
})();
