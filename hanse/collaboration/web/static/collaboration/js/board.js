/* The live board: meetings dragged, or moved with the keyboard. Without it, each leads to a form. */

const panel = document.getElementById("move");
const said = document.getElementById("said");
let picked = null;
let place = null;

const board = () => document.getElementById("board");
const cells = () => [...board().querySelectorAll("td[data-slot]")];

const mark = (cell) => {
  board().querySelector("td.target")?.classList.remove("target");
  place = cell;
  if (!cell) return;
  cell.classList.add("target");
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  said.textContent = cell.dataset.words;
};

/* The form for the move, with what it would break, in the panel above the board. */
const open = async (address) => {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return window.location.assign(address);
  panel.innerHTML = await answer.text();
  panel.scrollIntoView({ block: "nearest" });
  document.getElementById("move-form")?.focus();
};

const drop = (meeting, cell) => {
  const words = new URLSearchParams({ slot: cell.dataset.slot, table: cell.dataset.table });
  open(`${board().dataset.move}${meeting}/?${words}`);
};

const leave = (words) => {
  picked?.classList.remove("picked");
  picked = null;
  mark(null);
  if (words) said.textContent = words;
};

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".meeting-card[draggable=true]");
  if (!card) return;
  picked = card;
  card.classList.add("picked");
  event.dataTransfer.setData("text/plain", card.dataset.meeting);
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const cell = event.target.closest?.("#board td[data-slot]");
  if (!cell || !picked) return;
  event.preventDefault();
  if (cell !== place) mark(cell);
});
document.addEventListener("drop", (event) => {
  const cell = event.target.closest?.("#board td[data-slot]");
  if (!cell || !picked) return;
  event.preventDefault();
  const meeting = picked.dataset.meeting;
  leave();
  drop(meeting, cell);
});
document.addEventListener("dragend", () => leave());

document.addEventListener("click", (event) => {
  const card = event.target.closest?.("#board .meeting-card");
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(card.href);
});

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("#board .meeting-card[draggable=true]");
  if (!picked) {
    if (!card || event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    picked = card;
    card.classList.add("picked");
    mark(card.closest("td") ?? cells()[0]);
    said.textContent = panel.dataset.picked;
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    leave(panel.dataset.left);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const [meeting, cell] = [picked.dataset.meeting, place];
    leave();
    if (cell) drop(meeting, cell);
  } else if (STEPS[event.key]) {
    event.preventDefault();
    const [down, right] = STEPS[event.key];
    const row = place.parentElement;
    const at = [...row.querySelectorAll("td")].indexOf(place) + right;
    const rows = [...row.parentElement.children];
    const line = rows[rows.indexOf(row) + down];
    const next = line?.querySelectorAll("td")[at];
    if (next) mark(next);
  }
});

/* What others change comes in by itself, but not under somebody's hands. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (picked && event.target.id === "board") event.detail.shouldSwap = false;
});
