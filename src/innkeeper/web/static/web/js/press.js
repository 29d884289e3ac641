// Nothing is drawn anew under a thumb: what it lies on stays until it is up and the press has counted.
(() => {
  const COUNTS = 100; // on glass the click comes a moment after the thumb is up
  const LONGEST = 5000; // a thumb that the phone took for itself never comes up
  let lying = null;
  let up = () => {};

  document.addEventListener("pointerdown", () => {
    lying ??= new Promise((done) => { up = done; setTimeout(done, LONGEST); }).then(() => { lying = null; });
  }, true);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(up, COUNTS), true);

  window.innkeeperPress = { over: () => lying ?? Promise.resolve() };
})();
