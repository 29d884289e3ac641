// Dialogs: a control with data-dialog="#id" opens one, data-close shuts it; focus goes back by itself.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.querySelector(opener.dataset.dialog)?.showModal();
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (!event.target.closest(".me-menu")) document.querySelector(".me-menu[open]")?.removeAttribute("open");
  });
})();
