// Keeps what is typed into a form on the desk's server while it is typed, and offers it again when the form is opened.
// Only what differs from the form as it came is kept; never files, confirmations or anything in this browser.
const WAIT_MS = 2000;
const LEFT_OUT = ["csrf_token", "last_event_id", "privacy", "nik_as_it_is", "not_duplicate"];
const form = document.querySelector("form[data-draft]");
const box = document.querySelector("[data-draft-box]");
const part = (name) => box.querySelector(`[data-${name}]`);
let kept = null; // what was offered and neither put back nor thrown away
let timer = 0;
let last = "{}";
let isSent = false;
let state = "ready";

function isChanged(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.value !== (first?.value ?? "");
}

function fieldsOf(name) {
  return [...form.elements].filter((field) => field.name === name);
}

function valuesOf(name) {
  const choices = (field) => field.type === "radio" || field.type === "checkbox";
  return fieldsOf(name).filter((field) => !choices(field) || field.checked).map((field) => field.value);
}

function typed() {
  const names = [...form.elements]
    .filter((field) => field.name && !LEFT_OUT.includes(field.name))
    .filter((field) => !["hidden", "file", "submit", "button", "password"].includes(field.type) && isChanged(field))
    .map((field) => field.name);
  return Object.fromEntries([...new Set(names)].map((name) => [name, valuesOf(name)]));
}

function say(words, { offer = false, signIn = false, plain = false } = {}) {
  part("said").textContent = words;
  part("restore").hidden = part("discard").hidden = !offer;
  part("sign-in").hidden = !signIn;
  box.classList.toggle("lk-draft-loud", !plain);
  box.hidden = words === "";
}

function send(action, body, options = {}) {
  return fetch(box.dataset.url + action, {
    method: "POST",
    body: new URLSearchParams({ place: form.dataset.draft, ...body }),
    headers: { "X-CSRFToken": form.elements.csrf_token.value, Accept: "application/json" },
    ...options,
  });
}

function ask() {
  const place = encodeURIComponent(form.dataset.draft);
  return fetch(`${box.dataset.url}?place=${place}`, { headers: { Accept: "application/json" } });
}

async function keep() {
  clearTimeout(timer);
  if (isSent || state === "other") return;
  if (state === "out" && !(await renewed())) return;
  const fields = JSON.stringify(typed());
  if (fields === last || (fields === "{}" && kept)) return;
  if (!navigator.onLine) return say(box.dataset.offline);
  try {
    const answer = await send(fields === "{}" ? "discard" : "keep", { fields }, { signal: AbortSignal.timeout(8000) });
    if (isSent) return;
    if (answer.status === 401 || answer.status === 400) return signedOut();
    if (!answer.ok) return say(box.dataset.fault);
    last = fields;
    const told = await answer.json();
    if (!kept) say(fields === "{}" ? "" : told.said, { plain: true });
  } catch {
    say(box.dataset.offline);
  }
}

function signedOut() {
  state = "out";
  say(box.dataset.out, { signIn: true });
}

// Whether the same person has signed in again; the forms of this page then get the token of the new session.
async function renewed() {
  const answer = await ask().catch(() => null);
  if (!answer?.ok || !answer.headers.get("Content-Type")?.includes("json")) return false;
  const told = await answer.json();
  if (String(told.me) !== box.dataset.me) {
    state = "other";
    say(box.dataset.other);
    return false;
  }
  for (const token of document.querySelectorAll("[name=csrf_token]")) token.value = told.token;
  state = "ready";
  last = "";
  return true;
}

function put(name, values) {
  for (const field of fieldsOf(name)) {
    if (field.type === "file" || field.type === "hidden" || LEFT_OUT.includes(name)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function restore() {
  for (const [name, values] of Object.entries(kept ?? {})) put(name, values);
  kept = null;
  say(box.dataset.back, { plain: true });
  const first = [...form.elements].find((field) => isChanged(field) && field.type !== "hidden");
  (first ?? form.elements[0])?.focus();
}

async function discard() {
  kept = null;
  last = "{}";
  const answer = await send("discard", {}).catch(() => null);
  if (answer?.status === 401 || answer?.status === 400) return signedOut();
  say(answer?.ok ? (await answer.json()).said : box.dataset.fault, { plain: true });
  form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

async function offer() {
  const answer = await ask().catch(() => null);
  if (!answer?.ok) return;
  const told = await answer.json();
  const news = Object.entries(told.fields ?? {}).filter(([name, values]) => {
    return fieldsOf(name).length > 0 && JSON.stringify(valuesOf(name)) !== JSON.stringify(values);
  });
  if (news.length === 0) return;
  kept = Object.fromEntries(news);
  const files = form.querySelector("input[type=file]") ? ` ${box.dataset.files}` : "";
  say(told.said + files, { offer: true });
}

if (form && box) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    if (state === "out") {
      event.preventDefault();
      keep().then(() => state === "ready" && form.requestSubmit(event.submitter));
      return;
    }
    isSent = true;
    clearTimeout(timer);
  });
  part("restore").addEventListener("click", restore);
  part("discard").addEventListener("click", discard);
  document.addEventListener("visibilitychange", () => {
    if (state === "out" && document.visibilityState === "visible") keep();
  });
  window.addEventListener("online", keep);
  window.addEventListener("pagehide", () => {
    const fields = JSON.stringify(typed());
    if (!isSent && state === "ready" && fields !== "{}" && fields !== last) send("keep", { fields }, { keepalive: true });
  });
  offer();
}
