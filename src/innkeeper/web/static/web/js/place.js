// After a press the page comes back to where the hand was, so that it sees what it did. Kept for one page: an address and a height.
(() => {
  const KEY = "place";
  const same = (action) => [...document.forms].filter((form) => (form.getAttribute("action") || "") === action);
  const outermost = (node) => {
    const fold = node.closest("details");
    return fold ? outermost(fold.parentElement) || fold : null;
  };
  const topOf = (form) => (outermost(form) || form).getBoundingClientRect().top;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-tap], [data-file]")) return;
    const action = form.getAttribute("action") || "";
    const part = form.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
    const place = { path: location.pathname, action, nth: same(action).indexOf(form), part, top: topOf(form), y: scrollY };
    sessionStorage.setItem(KEY, JSON.stringify(place));
  });

  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (!kept?.y || kept.path !== location.pathname || location.hash || document.querySelector("[data-focus]")) return;
  const wanted = Math.min(Math.max(kept.top, innerHeight / 4), (innerHeight * 3) / 4);
  const stop = () => document.removeEventListener("htmx:afterSettle", back);
  const back = () => {
    const form = same(kept.action)[kept.nth];
    // A form that has done its work is gone; what it changed stands in the part of the page that held it.
    const part = form || document.querySelector(`section[aria-labelledby="${kept.part}"]`);
    if (form) stop();
    if (part) scrollTo({ top: scrollY + topOf(part) - (form ? wanted : innerHeight / 4), behavior: "instant" });
  };
  scrollTo({ top: kept.y, behavior: "instant" });
  // The form may be fetched yet; who moves the page meanwhile is left alone.
  document.addEventListener("htmx:afterSettle", back);
  for (const hand of ["wheel", "pointerdown", "keydown"]) addEventListener(hand, stop, { once: true });
  back();
})();
