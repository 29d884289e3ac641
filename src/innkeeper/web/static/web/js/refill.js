// A form that was refused comes back as it was left: its fold open, what was typed in its fields, the wrong one first.
(() => {
  const source = document.getElementById("typed");
  if (!source) return;
  const { action, values, wrong } = JSON.parse(source.textContent);
  const names = Object.keys(values);
  const holds = (form) => form.getAttribute("action") === action && names.some((name) => form.elements[name] && form.elements[name].type !== "hidden");
  const form = [...document.forms].find(holds);
  if (!form) return;

  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || field.type === "hidden" || field.type === "file" || field.tagName === "BUTTON") continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  const bad = wrong.map((name) => form.elements[name]).filter((field) => field && field.type !== "hidden" && field.setAttribute);
  for (const field of bad) field.setAttribute("aria-invalid", "true");
})();
