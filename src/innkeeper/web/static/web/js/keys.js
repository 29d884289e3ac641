// Keys of the desk: "/" search, "n" new, "j" and "k" through a list, Enter opens or, where nothing is chosen, takes in
// what was read back. Never while someone types.
(() => {
  const typing = (place) => place.closest("input, textarea, select, [contenteditable], dialog[open]");

  const rows = () => [...document.querySelectorAll(".case, .table[data-rows] tbody tr")].filter((row) => row.querySelector("a"));
  const linkOf = (row) => row.querySelector("h3 a, a");

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + by));
    linkOf(all[next]).focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
      return;
    }
    const place = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!place) return;
    if (event.key === "Enter" && (event.repeat || event.target !== document.body)) return;
    event.preventDefault();
    place.matches("input, textarea") ? place.focus() : place.click();
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".me-menu[open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    }
  });
})();
