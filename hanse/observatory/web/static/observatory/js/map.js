/* Maps where there is JavaScript; all of a map can be read and reached without it. */

/* A map is one stop of the tab key; the arrow keys go from region to region. */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const marks = (drawing) => [...drawing.querySelectorAll(".mark")];

const middle = (mark) => {
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

/* The nearest mark in a direction; what lies aside counts twice. */
const neighbour = (from, all, [dx, dy]) => {
  const [x, y] = middle(from);
  let nearest = null;
  let least = Infinity;
  for (const mark of all) {
    const [other, another] = middle(mark);
    const along = (other - x) * dx + (another - y) * dy;
    const aside = Math.abs((other - x) * dy) + Math.abs((another - y) * dx);
    if (mark === from || along <= 0.5) continue;
    const far = along + 2 * aside;
    if (far < least) [nearest, least] = [mark, far];
  }
  return nearest;
};

const reach = (drawing, chosen) => {
  for (const mark of marks(drawing)) mark.setAttribute("tabindex", mark === chosen ? "0" : "-1");
};

document.addEventListener("keydown", (event) => {
  const drawing = event.target.closest?.(".map-drawing");
  if (!drawing || !STEPS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = neighbour(event.target.closest(".mark"), marks(drawing), STEPS[event.key]);
  if (!next) return;
  reach(drawing, next);
  next.focus();
});

const enhance = () => {
  for (const drawing of document.querySelectorAll(".map-drawing")) {
    const all = marks(drawing);
    if (!all.length || all.some((mark) => mark.getAttribute("tabindex") === "-1")) continue;
    reach(drawing, all[0]);
    drawing.closest(".map").querySelector(".skip-map")?.remove();
  }
};

enhance();
document.addEventListener("htmx:afterSettle", enhance);
