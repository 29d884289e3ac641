// The action card rises while the line is typed. Its ten seconds run down, then the posts are told; "Not an emergency" undoes it.
// Where the house cannot be reached the card stays, says so, and tells the posts as soon as it can.
(() => {
  const place = document.getElementById("danger");
  const line = document.getElementById("say");
  if (!place || !line) return;
  const WAIT = 600;
  const AGAIN = 2000;
  let asking = 0;
  let ticking = 0;
  let denied = "";

  const stop = () => {
    clearInterval(ticking);
    ticking = 0;
  };

  const clear = () => {
    stop();
    place.replaceChildren();
  };

  const count = () => {
    const form = place.querySelector("form[data-raise]");
    if (!form) return;
    const words = form.querySelector("[data-count]");
    const ends = Date.now() + Number(form.dataset.raise) * 1000;
    const tick = () => {
      const left = Math.ceil((ends - Date.now()) / 1000);
      const said = words.dataset.pattern.replace("{s}", Math.max(0, left));
      if (words.textContent !== said) words.textContent = said;
      if (left > 0) return;
      stop();
      form.requestSubmit();
    };
    stop();
    tick();
    ticking = setInterval(tick, 250);
    form.addEventListener("submit", (sent) => {
      sent.preventDefault();
      stop();
      form.querySelector("button:not([data-undo])").disabled = true;
      tell(form, words);
    });
    form.querySelector("[data-undo]")?.addEventListener("click", undo);
  };

  const isThere = () => fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then((answer) => answer.status < 500, () => false);

  const tell = async (form, words) => {
    while (form.isConnected && !(await isThere())) {
      words.setAttribute("aria-live", "assertive");
      words.textContent = words.dataset.away;
      await new Promise((go) => setTimeout(go, AGAIN));
    }
    if (form.isConnected) form.submit();
  };

  const undo = () => {
    denied = codeShown();
    clear();
    line.focus();
  };

  const codeShown = () => place.querySelector(".action-card")?.dataset.code || "";

  const show = (html) => {
    const card = new DOMParser().parseFromString(html, "text/html").querySelector(".action-card");
    if (!card || card.dataset.code === denied) return;
    const form = place.querySelector("form[data-raise]");
    if (form && card.dataset.code === codeShown()) {
      for (const name of ["say", "room", "place"]) form.elements[name].value = card.querySelector(`[name=${name}]`).value;
      return;
    }
    place.replaceChildren(card);
    count();
  };

  const ask = async () => {
    const said = line.value.trim();
    if (!said) {
      denied = "";
      return clear();
    }
    const body = new URLSearchParams({ say: said });
    const token = line.form.elements.csrfmiddlewaretoken?.value || "";
    const headers = { "X-CSRFToken": token, "X-Requested-With": "fetch" };
    try {
      const answer = await fetch(place.dataset.url, { method: "POST", body, headers });
      if (line.value.trim() !== said) return;
      if (answer.status === 204) return clear();
      if (answer.ok) show(await answer.text());
    } catch {
      /* no connection: the button on the page that reads the line back stays */
    }
  };

  document.addEventListener("keydown", (pressed) => {
    if (pressed.key === "Escape" && place.querySelector("form[data-raise]")) undo();
  });

  line.addEventListener("input", () => {
    clearTimeout(asking);
    asking = setTimeout(ask, WAIT);
  });
  count();
})();
