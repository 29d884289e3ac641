// Toasts: what was done, for eight seconds, with a way back where there is one. Errors are notices, never toasts.
(() => {
  const place = document.getElementById("toasts");
  if (!place) return;

  const show = (toast) => {
    toast.hidden = false;
    place.replaceChildren(toast);
    let timer = 0;
    const wait = () => (timer = setTimeout(() => toast.remove(), 8000));
    toast.addEventListener("focusin", () => clearTimeout(timer));
    toast.addEventListener("focusout", wait);
    toast.addEventListener("mouseenter", () => clearTimeout(timer));
    toast.addEventListener("mouseleave", wait);
    wait();
  };

  const say = (words, undo) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    const line = document.createElement("p");
    line.textContent = words;
    toast.append(line);
    if (undo) {
      const button = document.createElement("button");
      button.textContent = place.dataset.undo;
      button.addEventListener("click", () => htmx.ajax("POST", undo, { swap: "none" }).then(() => location.reload()));
      toast.append(button);
    }
    show(toast);
  };

  const text = (hex) => new TextDecoder().decode(Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)));

  document.addEventListener("htmx:afterRequest", (event) => {
    const words = event.detail.xhr?.getResponseHeader("X-Toast");
    if (words) say(text(words), event.detail.xhr.getResponseHeader("X-Toast-Undo"));
  });
  document.querySelectorAll("[data-toast]").forEach(show);
})();
