/* After answers are saved by script, controls know whether their answer was taken. */

const tell = () => {
  for (const state of document.querySelectorAll(".answer-state")) {
    const wrong = state.classList.contains("wrong");
    const question = state.closest(".question");
    for (const control of question.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
};
for (const kind of ["htmx:afterRequest", "htmx:afterSettle"]) {
  document.addEventListener(kind, tell);
}

/* Without a connection nothing is saved: say so, rather than let people go on in good faith. */
for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, () => {
    const status = document.getElementById("answers-status");
    if (!status) return;
    status.classList.add("wrong");
    status.textContent = status.closest("form").dataset.offline;
  });
}
