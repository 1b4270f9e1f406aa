/* After answers are saved by script, controls know whether their answer was taken. */

document.addEventListener("htmx:oobAfterSwap", (event) => {
  const state = event.detail.target;
  const fresh = state?.id ? document.getElementById(state.id) : null;
  const question = fresh?.closest(".question");
  if (!question) return;
  const wrong = fresh.classList.contains("wrong");
  for (const control of question.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
});

/* Without a connection nothing is saved: say so, rather than let people go on in good faith. */
for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, () => {
    const status = document.getElementById("answers-status");
    if (!status) return;
    status.classList.add("wrong");
    status.textContent = status.closest("form").dataset.offline;
  });
}
