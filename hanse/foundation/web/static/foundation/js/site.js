/* What makes pages handier where there is JavaScript; every page works without it. */

/* Menus: Escape and a click elsewhere close them, and one opens at a time. */
const menus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  hideTip();
  const inner = [...menus()].filter((menu) => menu.contains(document.activeElement)).at(-1);
  if (!inner) return;
  inner.open = false;
  inner.querySelector("summary").focus();
});

/* A search box is reached with "/", as in many atlases of code and data. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = [...document.querySelectorAll(".search-box input")].find((each) => each.offsetParent);
  if (!box) return;
  event.preventDefault();
  box.focus();
});

/* Sorting and paging change the table alone; the address and the way back stay right. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".table :is(.sort, .pages a)");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const table = link.closest(".table");
  if (table.closest("details")) return;
  event.preventDefault();
  table.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(table.id);
    if (!answer.ok || !fresh) throw new Error(answer.statusText);
    const heading = link.matches(".sort") ? [...table.querySelectorAll(".sort")].indexOf(link) : -1;
    table.replaceWith(fresh);
    document.getElementById("said").textContent = fresh.dataset.said ?? "";
    history.replaceState({ table: true }, "");
    history.pushState({ table: true }, "", link.href);
    (fresh.querySelectorAll(".sort")[heading] ?? fresh.querySelector(".table-frame"))?.focus();
  } catch {
    window.location.assign(link.href);
  }
});
window.addEventListener("popstate", (event) => {
  if (event.state?.table) window.location.reload();
});

/* Marks of charts and maps: their title as a tip, on hover and on focus. */
const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("aria-hidden", "true");
tip.hidden = true;
document.body.append(tip);

const hideTip = () => {
  tip.hidden = true;
};

const told = (mark) => {
  const title = mark.querySelector(":scope > title");
  if (title) {
    /* Kept as a label, so that the browser's own slow tip does not come on top. */
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  return mark.getAttribute("aria-label") ?? "";
};

const showTip = (mark) => {
  tip.textContent = told(mark);
  tip.hidden = !tip.textContent;
  const shape = mark.querySelector("circle.bubble, circle.dot, rect.bar") ?? mark;
  const at = shape.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const left = Math.min(
    Math.max(at.left + at.width / 2 - own.width / 2, 8),
    document.documentElement.clientWidth - own.width - 8,
  );
  const above = at.top - own.height - 8;
  tip.style.left = `${left + window.scrollX}px`;
  tip.style.top = `${(above < 4 ? at.bottom + 8 : above) + window.scrollY}px`;
};

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const mark = event.target.closest?.(".mark");
    if (mark) showTip(mark);
    else hideTip();
  });
}
document.addEventListener("focusout", hideTip);

/* With arrow keys from mark to mark, so that a chart is one stop for the Tab key. */
for (const drawing of document.querySelectorAll(".drawing, .map-drawing")) {
  const marks = [...drawing.querySelectorAll(".mark")];
  marks.forEach((mark, at) => mark.setAttribute("tabindex", at === 0 ? "0" : "-1"));
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const here = marks.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = marks[(here + step + marks.length) % marks.length];
    marks[here].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}
