// What every page needs: the token on htmx's requests, words for a lost connection, focus on errors.
(() => {
  const token = () => document.querySelector('meta[name="csrf-token"]').content;

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });

  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("notices");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "notice";
    note.dataset.kind = "brass";
    note.setAttribute("role", "alert");
    const words = document.createElement("b");
    words.textContent = document.body.dataset.offline;
    note.append(words);
    place.replaceChildren(note);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target ?? event.target; // a swap by a behaviour of ours names no target of its own
    const row = target.isConnected ? target : document.getElementById(target.id);
    if (!row || !row.matches("li, tr, article")) return;
    row.dataset.changed = "";
    setTimeout(() => delete row.dataset.changed, 1000);
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post" || event.target.matches("[hx-post], [data-tap]")) return;
    setTimeout(() => button.setAttribute("aria-busy", "true"));
    // What comes as a file leaves the page standing: nothing else would end the wait.
    if (event.target.matches("[data-file]")) setTimeout(() => button.removeAttribute("aria-busy"), 4000);
  });

  addEventListener("pageshow", () => {
    document.querySelectorAll('.btn[aria-busy="true"][name], form .btn[aria-busy="true"]').forEach((button) => {
      if (!button.hasAttribute("data-busy")) button.removeAttribute("aria-busy");
    });
  });

  // A link to what is folded away opens its folds.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(link.hash.slice(1));
    for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  });

  document.querySelector("[data-focus]")?.focus();
})();
