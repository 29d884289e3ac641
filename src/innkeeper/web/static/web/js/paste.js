// A screenshot pasted anywhere on the page goes into the form's file field.
(() => {
  const form = document.querySelector("form[data-paste]");
  if (!form) return;
  document.addEventListener("paste", (event) => {
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    const held = new DataTransfer();
    held.items.add(picture);
    form.elements.picture.files = held.files;
  });
})();
