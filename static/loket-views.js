// The queue while it stays open: its menus close as menus do, and its figures follow the desk once a minute.
const EVERY = 60_000;
const script = document.querySelector("script[data-counts]");
let etag = "";

function closeOthers(keep) {
  for (const menu of document.querySelectorAll("[data-pop][open]")) {
    if (menu !== keep && !menu.contains(keep)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target.closest?.("[data-pop]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-pop][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.preventDefault();
});

// Days that are typed count, and not the span that was chosen before.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[name=since], [name=until]")) return;
  const typed = event.target.form.querySelector("[name=received][value='']");
  if (typed) typed.checked = true;
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[name=received]") || event.target.value === "") return;
  for (const day of event.target.form.querySelectorAll("[name=since], [name=until]")) day.value = "";
});

async function refresh() {
  if (document.hidden) return;
  const headers = { Accept: "application/json", ...(etag && { "If-None-Match": etag }) };
  const answer = await fetch(script.dataset.counts, { headers, cache: "no-store", redirect: "error" });
  if (answer.status !== 200) return;
  etag = answer.headers.get("ETag") ?? "";
  for (const [name, text] of Object.entries(await answer.json())) {
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
      if (place.textContent !== text) place.textContent = text;
    }
  }
}

function turn() {
  refresh().catch(() => {}).finally(() => setTimeout(turn, EVERY));
}

if (script) setTimeout(turn, EVERY);
