// The key rack: a floor is one tab stop, arrows walk its rooms and change the floor.
(() => {
  const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

  document.addEventListener("keydown", (event) => {
    const rack = event.target.closest?.("[data-rack]");
    const move = moves[event.key];
    if (!rack || !move) return;
    const floors = [...rack.querySelectorAll("li")].map((floor) => [...floor.querySelectorAll("a")]);
    const row = floors.findIndex((floor) => floor.includes(event.target));
    const column = floors[row].indexOf(event.target);
    const floor = floors[row + move[0]] ?? floors[row];
    const next = floor[Math.min(floor.length - 1, column + move[1])] ?? floor[0];
    event.preventDefault();
    next.focus();
  });
})();
