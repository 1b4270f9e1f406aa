/* The atlas where there is JavaScript: maps by arrow keys, years by a slider. */

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

/* The years as a slider in the place of the links, where they follow each other. */
const slide = (links) => {
  const form = document.getElementById("plate-form");
  const years = [...links.querySelectorAll("a")].map((each) => Number(each.textContent));
  if (years.length < 3 || years.some((year, place) => place && year !== years[place - 1] + 1)) return;
  const held = form.querySelector("input[name=year]");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id: "plate-year", name: "year", min: years[0], max: years.at(-1) });
  slider.value = held.value;
  slider.setAttribute("form", form.id);
  const label = document.createElement("label");
  label.htmlFor = slider.id;
  label.textContent = links.dataset.label;
  const shown = document.createElement("output");
  shown.htmlFor = slider.id;
  shown.value = slider.value;
  const [first, last] = [years[0], years.at(-1)].map((year) => {
    const end = document.createElement("span");
    end.textContent = year;
    end.className = "quiet";
    end.setAttribute("aria-hidden", "true");
    return end;
  });
  slider.addEventListener("input", () => {
    shown.value = slider.value;
  });
  slider.addEventListener("change", () => form.dispatchEvent(new Event("change")));
  const frame = document.createElement("div");
  frame.className = "slider";
  frame.append(label, shown, first, slider, last);
  held.remove();
  links.replaceWith(frame);
};

const enhance = (root) => {
  for (const drawing of root.querySelectorAll(".map-drawing")) {
    reach(drawing, marks(drawing)[0]);
    drawing.closest(".map").querySelector(".skip-map")?.remove();
  }
  for (const links of root.querySelectorAll("nav.years")) slide(links);
  if (window.htmx) for (const button of root.querySelectorAll(".plate-go")) button.hidden = true;
};

enhance(document);
/* What htmx brings has no slider yet; what the page began with has one already. */
document.addEventListener("htmx:afterSettle", (event) => enhance(event.detail.elt));
