// A form that was refused comes back as it was left: its fold open, what was typed in its fields, and under each wrong
// field what would be right. A form that is fetched is filled in when it has come; the fold that fetches it is opened.
(() => {
  const source = document.getElementById("typed");
  if (!source) return;
  const { action, values, wrong, words = {} } = JSON.parse(source.textContent);
  const KEPT = ["hidden", "file", "password", "submit", "button"];
  const named = (form, name) => [...form.elements].filter((one) => one.name === name);
  const shown = (form, name) => named(form, name).filter((one) => !KEPT.includes(one.type));
  const typed = (name) => (name in values ? [].concat(values[name]) : []);
  const holds = (form) => (form.getAttribute("action") || location.pathname) === action && [...Object.keys(values), ...wrong].some((name) => shown(form, name).length);
  // Several forms of a page may go to one address: the one that was sent hid the same things.
  const misses = (form) => [...form.elements].filter((one) => one.type === "hidden" && one.name in values && !typed(one.name).includes(one.value)).length;
  const unfold = (node) => {
    for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const fill = (form) => {
    for (const field of form.elements) {
      if (!field.name || KEPT.includes(field.type)) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed(field.name).includes(field.value);
      else if (field.name in values) [field.value] = typed(field.name);
    }
  };

  const tell = (form, name) => {
    const fields = named(form, name).filter((one) => one.type !== "hidden");
    for (const field of fields.length ? fields : named(form, name)) unfold(field);
    for (const field of fields) field.setAttribute("aria-invalid", "true");
    const last = fields.at(-1);
    if (!last || !words[name]) return;
    const line = document.createElement("span");
    Object.assign(line, { className: "wrong", id: `wrong-${name}`, textContent: words[name] });
    for (const field of fields) field.setAttribute("aria-describedby", line.id);
    const place = last.closest("fieldset.field") || last.closest(".field");
    if (place) place.append(line);
    else (last.closest(".choice") || last).after(line);
  };

  // The form may stand far below what is said about it.
  const lead = (form) => {
    const link = document.querySelector(".refused .to-form");
    if (!link) return;
    form.id ||= "sent-form";
    link.href = `#${form.id}`;
    link.parentElement.hidden = false;
  };

  const refill = () => {
    const form = [...document.forms].filter(holds).sort((one, other) => misses(one) - misses(other))[0];
    if (!form) return false;
    unfold(form);
    fill(form);
    lead(form);
    for (const name of wrong) tell(form, name);
    return true;
  };

  if (refill()) return;
  // It stands in a part that is fetched when it comes into sight: it is fetched now, so that the link above leads to it.
  addEventListener("load", () => document.querySelectorAll('[hx-trigger="intersect once"]').forEach((part) => htmx.trigger(part, "intersect")));
  const later = () => refill() && document.removeEventListener("htmx:afterSettle", later);
  document.addEventListener("htmx:afterSettle", later);
  for (const place of document.querySelectorAll("[hx-get]")) if (place.getAttribute("hx-get") === action) unfold(place);
})();
