// Nothing clear is kept in the browser: instead it asks before an unsent text is left behind.
(() => {
  const unsent = new Set();

  // Else the page that answers a form keeps all that was sent; come back to, it is the page before.
  if (document.body.dataset.posted) history.replaceState(history.state, "", document.referrer || "/");

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (form && event.target.matches("textarea, [data-draft]")) unsent.add(form);
  });
  const sent = (event) => unsent.delete(event.target.closest?.("form"));
  document.addEventListener("submit", sent);
  document.addEventListener("reset", sent);
  document.addEventListener("htmx:beforeRequest", sent);

  addEventListener("beforeunload", (event) => {
    const open = [...unsent].some((form) => form.isConnected && [...form.querySelectorAll("textarea, [data-draft]")].some((field) => field.value.trim()));
    if (open) event.preventDefault();
  });
})();
