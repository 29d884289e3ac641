// A form that was refused comes back as it was left: its fold open, what was typed in its fields, the wrong one first.
// A form that is fetched is filled in when it has come; the fold that fetches it is opened.
(() => {
  const source = document.getElementById("typed");
  if (!source) return;
  const { action, values, wrong } = JSON.parse(source.textContent);
  const names = Object.keys(values);
  const holds = (form) => form.getAttribute("action") === action && names.some((name) => form.elements[name] && form.elements[name].type !== "hidden");
  const unfold = (node) => {
    for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const refill = () => {
    const form = [...document.forms].find(holds);
    if (!form) return false;
    unfold(form);
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (!field || field.type === "hidden" || field.type === "file" || field.tagName === "BUTTON") continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    const bad = wrong.map((name) => form.elements[name]).filter((field) => field && field.type !== "hidden" && field.setAttribute);
    for (const field of bad) field.setAttribute("aria-invalid", "true");
    return true;
  };

  if (refill()) return;
  const later = () => refill() && document.removeEventListener("htmx:afterSettle", later);
  document.addEventListener("htmx:afterSettle", later);
  for (const place of document.querySelectorAll("[hx-get]")) if (place.getAttribute("hx-get") === action) unfold(place);
})();
