// What a page does beyond its HTML: theme, sheets, copying, expanding, printing.
// Every behaviour hangs on a data attribute; nothing here is needed to read or to save.
import { keysAreOn, startKeys } from "./loket-keys.js";

const YEAR = 365 * 24 * 3600;

export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `loket_${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

function say(text) {
  const region = document.querySelector("[data-say]");
  if (region && text) region.textContent = text;
}

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");

function keptTheme() {
  const kept = document.cookie.match(/(?:^|; )loket_theme=(light|dark|auto)/);
  return kept ? kept[1] : "auto";
}

function showTheme() {
  const theme = keptTheme();
  const shown = theme === "auto" ? (darkSystem.matches ? "dark" : "light") : theme;
  document.documentElement.dataset.bsTheme = shown;
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
  }
}

function setTheme(theme) {
  remember("theme", theme);
  showTheme();
}

function flipTheme() {
  setTheme(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
}

function openSheet(id) {
  const sheet = document.getElementById(id);
  if (sheet && !sheet.open) sheet.showModal();
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(document.body.dataset.copied);
  } catch {
    say(document.body.dataset.notCopied);
  }
}

function expand(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  const target = document.getElementById(button.getAttribute("aria-controls"));
  if (target) target.hidden = !open;
  button.closest("tr")?.classList.toggle("open", open);
}

function unmask(button) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  if (!field) return;
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

function switchKeys(button) {
  const on = !keysAreOn();
  remember("keys", on ? "on" : "off");
  button.setAttribute("aria-checked", String(on));
  fetch(button.dataset.keysSwitch, {
    method: "POST",
    body: new URLSearchParams({ keys: on ? "on" : "off" }),
    headers: { "X-CSRFToken": document.querySelector("[name=csrf_token]")?.value ?? "", Accept: "application/json" },
    keepalive: true,
  }).catch(() => null); // this browser remembers it all the same
}

const CLICKS = [
  ["[data-theme-set]", (button) => setTheme(button.dataset.themeSet)],
  ["[data-theme-flip]", flipTheme],
  ["[data-sheet]", (button) => openSheet(button.dataset.sheet)],
  ["[data-close]", (button) => button.closest("dialog")?.close()],
  ["[data-copy]", copy],
  ["[data-expand]", expand],
  ["[data-unmask]", unmask],
  ["[data-print]", () => window.print()],
  ["[data-keys-switch]", switchKeys],
];

document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement) event.target.close(); // a click on the backdrop
  for (const [selector, act] of CLICKS) {
    const button = event.target.closest?.(selector);
    if (button) act(button);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

function showConnection() {
  for (const place of document.querySelectorAll("[data-conn]")) {
    place.hidden = place.dataset.conn === "on" ? !navigator.onLine : navigator.onLine;
  }
}

darkSystem.addEventListener("change", showTheme);
window.addEventListener("online", showConnection);
window.addEventListener("offline", showConnection);
showTheme();
showConnection();
for (const button of document.querySelectorAll("[data-keys-switch]")) {
  button.setAttribute("aria-checked", String(keysAreOn()));
}
for (const offer of document.querySelectorAll("[data-for-seconds]")) {
  // The button may hold the focus when its time is over: then it rests, and nothing else moves.
  setTimeout(() => (offer.querySelector("button").disabled = true), 1000 * Number(offer.dataset.forSeconds));
}
document.querySelector("[data-focus]")?.focus();
startKeys(openSheet);
