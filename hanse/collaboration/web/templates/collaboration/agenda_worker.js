/* Shows one agenda when there is no network: what was seen last. Acts on its own folder alone. */
const NAME = "hanse-agenda {{ address|escapejs }}";
const PAGE = "{{ address|escapejs }}";
const STATIC = "{{ static|escapejs }}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => {
  const cache = await caches.open(NAME);
  const found = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  return found ?? Response.error();
};

const asked = async (request, page) => {
  try {
    const answer = await fetch(request);
    const cache = await caches.open(NAME);
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    /* Who is signed out, or does not take part any more, keeps nothing. */
    else if (page) await caches.delete(NAME);
    return answer;
  } catch {
    return kept(request);
  }
};

self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const address = new URL(url);
  if (method !== "GET" || address.origin !== self.location.origin) return;
  const page = mode === "navigate" && address.pathname === PAGE && !address.search;
  if (page || address.pathname.startsWith(STATIC)) event.respondWith(asked(event.request, page));
});
