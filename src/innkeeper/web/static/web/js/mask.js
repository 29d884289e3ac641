// Sealed values: ask in place, show, and hide again after the time the page gives.
(() => {
  const close = (mask) => {
    const dots = mask.querySelector(".dots");
    dots.textContent = mask.dataset.masked;
    mask.removeAttribute("data-state");
    mask.removeAttribute("data-hides");
    mask.querySelector(".clock")?.remove();
    mask.querySelector("[data-hide]")?.remove();
  };

  const run = (mask) => {
    const until = Date.now() + Number(mask.dataset.hides) * 1000;
    const words = mask.querySelector("[data-words]");
    const bar = mask.querySelector("progress");
    const tick = () => {
      if (!mask.isConnected || mask.dataset.state !== "open") return;
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) return close(mask);
      window.innkeeper.write(words, words.dataset.pattern.replace("{s}", left));
      bar.value = bar.max - left;
      setTimeout(tick, 1000);
    };
    mask.dataset.runs = "";
    tick();
  };

  const start = () => document.querySelectorAll(".mask[data-hides]:not([data-runs])").forEach(run);

  document.addEventListener("click", (event) => {
    const mask = event.target.closest(".mask");
    if (!mask) return;
    const ask = mask.querySelector("[data-ask]");
    if (event.target.closest("[data-hide]")) close(mask);
    if (event.target.closest("[data-ask]") || event.target.closest("[data-cancel]")) {
      const why = mask.querySelector(".why");
      why.hidden = !why.hidden;
      ask.setAttribute("aria-expanded", String(!why.hidden));
      (why.hidden ? ask : why.querySelector("input:not([type=hidden]), button")).focus();
    }
  });

  document.addEventListener("htmx:afterSettle", start);
  addEventListener("pagehide", () => document.querySelectorAll(".mask[data-state=open]").forEach(close));
  start();
})();
