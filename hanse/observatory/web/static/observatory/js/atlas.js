/* The atlas where there is JavaScript: years by a slider, and no button to press. */

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
  for (const links of root.querySelectorAll("nav.years")) slide(links);
  if (window.htmx) for (const button of root.querySelectorAll(".plate-go")) button.hidden = true;
};

enhance(document);
/* What htmx brings has no slider yet; what the page began with has one already. */
document.addEventListener("htmx:afterSettle", (event) => {
  enhance(event.detail.elt);
  const plate = document.getElementById("plate");
  const title = plate.querySelector(".map-title").textContent;
  document.getElementById("said").textContent = `${plate.dataset.said} ${title}`;
});
