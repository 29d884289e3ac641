// The theme at once, without a new page; the server keeps the choice.
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-switch]") || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    const said = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body: said, credentials: "same-origin", redirect: "manual" }).then(() => {
      document.documentElement.dataset.theme = theme;
      event.submitter.value = theme === "dark" ? "light" : "dark";
      location.reload();
    });
  });
})();
