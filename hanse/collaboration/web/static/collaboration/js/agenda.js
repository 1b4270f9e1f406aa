/* Keeps this agenda for reading without a network, by a worker of its own folder. */

const agenda = document.querySelector("[data-worker]");

const keep = async () => {
  await navigator.serviceWorker.register(agenda.dataset.worker);
  await navigator.serviceWorker.ready;
  const cache = await caches.open(agenda.dataset.cache);
  const parts = performance
    .getEntriesByType("resource")
    .map((each) => each.name.split("#")[0])
    .filter((name) => name.startsWith(window.location.origin));
  /* The worker came after these were fetched the first time. */
  for (const part of new Set([window.location.origin + agenda.dataset.page, ...parts])) {
    if (new URL(part).pathname.endsWith(".js") && part.includes("worker")) continue;
    const answer = await fetch(part);
    if (answer.ok && !answer.redirected) await cache.put(part, answer);
  }
  agenda.dataset.kept = "yes";
};

const offline = () => {
  document.getElementById("offline").hidden = navigator.onLine;
};

if (agenda && "serviceWorker" in navigator) {
  keep().catch(() => {
    agenda.dataset.kept = "no";
  });
  window.addEventListener("online", offline);
  window.addEventListener("offline", offline);
  offline();
}
