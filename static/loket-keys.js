// The keys of the desk. A screen names its own with data-key="D" (one press) or data-go="A" (G, then A);
// rows walked by J and K carry data-row. One-letter keys rest while a field has the focus and can be
// switched off (WCAG 2.1.4).
const GO_MS = 1500;
let goUntil = 0;
let lastPicked = null;

export function keysAreOn() {
  return !/(?:^|; )loket_keys=off/.test(document.cookie);
}

function typing(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

// What a closed menu holds can be used by its key all the same.
function visible(element) {
  const shown = element.closest("details:not([open])") ?? element;
  return shown.getClientRects().length > 0 && !element.closest("[disabled]");
}

function find(attribute, key) {
  const named = document.querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`);
  return [...named].find(visible);
}

function use(element) {
  if (!element) return false;
  element.focus();
  if (!typing(element)) element.click();
  return true;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter(visible);
}

function currentRow() {
  return document.activeElement?.closest?.("[data-row]") ?? null;
}

function handle(row) {
  return row.querySelector("[data-open], a[href]") ?? row;
}

function step(by) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(currentRow());
  const next = at === -1 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
  if (next) handle(next).focus();
  return true;
}

function box(row) {
  return row?.querySelector("input[type=checkbox]") ?? null;
}

function set(tick, checked) {
  if (!tick || tick.checked === checked) return;
  tick.checked = checked;
  tick.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(range) {
  const here = currentRow();
  const tick = box(here);
  if (!tick) return false;
  const checked = range ? true : !tick.checked;
  const all = rows();
  const from = range && lastPicked ? all.indexOf(lastPicked) : all.indexOf(here);
  const [low, high] = [from, all.indexOf(here)].sort((a, b) => a - b);
  for (const row of all.slice(Math.max(low, 0), high + 1)) set(box(row), checked);
  lastPicked = here;
  return true;
}

function searchBox() {
  return [...document.querySelectorAll("[data-search]")].find(visible);
}

function press(event, openSheet) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if (goUntil > event.timeStamp) {
    goUntil = 0;
    return use(find("data-go", key));
  }
  if (key === "/") return use(searchBox());
  if (key === "?") return openSheet("keys") ?? true;
  if (key === "G") return (goUntil = event.timeStamp + GO_MS) > 0;
  if (key === "J" && step(1)) return true;
  if (key === "K" && step(-1)) return true;
  if (key === "X") return pick(event.shiftKey);
  return use(find("data-key", key));
}

function always(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.form ?? event.target.closest?.("form");
    form?.requestSubmit();
    return Boolean(form);
  }
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) event.target.blur();
  return false;
}

export function startKeys(openSheet) {
  document.addEventListener("keydown", (event) => {
    if (always(event)) return event.preventDefault();
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (busy || event.defaultPrevented || typing(event.target) || !keysAreOn()) return;
    if (document.querySelector("dialog[open], .modal.show, .dropdown-menu.show")) return;
    if (press(event, openSheet)) event.preventDefault();
  });
}
