// Tabs of panels on one page: click or arrows choose; without this script every panel is simply shown.
(() => {
  const choose = (list, chosen) => {
    for (const tab of list.querySelectorAll("[role=tab]")) {
      const is = tab === chosen;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (!panel) continue;
      panel.hidden = !is;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
    }
  };

  const start = () => {
    for (const list of document.querySelectorAll("[data-tabs]:not([data-ready])")) {
      list.dataset.ready = "";
      choose(list, list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=tab]"));
    }
  };

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tabs] [role=tab]");
    if (tab) choose(tab.parentElement, tab);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[data-tabs] [role=tab]");
    if (!tab || !["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    const all = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const at = all.indexOf(tab);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    const next = all.at(to % all.length);
    event.preventDefault();
    choose(tab.parentElement, next);
    next.focus();
  });
  document.addEventListener("htmx:afterSettle", start);
  start();
})();
