/* The list of suggestions under a search box, after the ARIA pattern of an editable combobox with a
   list. Without this file the box is an ordinary form. */

const PAUSE = 120;

function enhance(input) {
  const list = document.getElementById(input.dataset.options);
  let active = -1;
  let asked = null;
  let waiting = 0;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const all = options();
    active = next;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  // An answer that comes late leaves the option that was reached by key where it is, if it has it.
  function show(html) {
    const reached = options()[active]?.dataset.address;
    list.innerHTML = html;
    options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
    if (!options().length || document.activeElement !== input) {
      close();
      return;
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(reached ? options().findIndex((option) => option.dataset.address === reached) : -1);
  }

  async function ask() {
    const query = input.value.trim();
    asked?.abort();
    if (!query) {
      close();
      return;
    }
    asked = new AbortController();
    const words = new URLSearchParams(new FormData(input.form));
    try {
      const answer = await fetch(`${input.dataset.combobox}?${words}`, { signal: asked.signal });
      if (answer.ok) show(await answer.text());
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  }

  function go(option) {
    close();
    window.location.assign(option.dataset.address);
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asked?.abort();
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const all = options();
    const open = !list.hidden && all.length > 0;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        ask();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = all.length + 1;
      mark(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      go(all[active]);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

document.querySelectorAll("input[data-combobox]").forEach(enhance);
