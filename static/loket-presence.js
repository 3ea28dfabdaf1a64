// Who is at a complaint: this page says so every twenty seconds while it can be seen, and shows who else is there.
// In a list it only asks. Without this file nobody is shown, and nothing else is missing.
const EVERY_MS = 20_000;
const here = document.querySelector("[data-presence]");
const list = document.querySelector("[data-presence-list]");
let timer = 0;
let isFirst = true;
let isOver = false;

function face(person) {
  const mark = document.createElement("span");
  mark.className = "lk-ava";
  mark.setAttribute("aria-hidden", "true");
  mark.title = person.name;
  mark.textContent = person.initials;
  return mark;
}

function showHere(people) {
  const said = people.map((person) => person.words).join(". ");
  if (here.dataset.said === said) return;
  here.dataset.said = said;
  const words = document.createElement("span");
  words.textContent = said;
  here.replaceChildren(...people.slice(0, 3).map(face), ...(said ? [words] : []));
}

function showUnread(count) {
  const bell = document.querySelector("[data-bell]");
  if (!bell || count === undefined) return;
  const badge = bell.querySelector(".lk-badge");
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? "99+" : String(count);
  bell.setAttribute("aria-label", count ? bell.dataset.some.replace("{}", badge.textContent) : bell.dataset.none);
}

function isEditing() {
  const text = document.querySelector(".lk-compose textarea");
  return here.dataset.doing === "edit" || Boolean(text?.value.trim());
}

function numberOf(row) {
  return row.querySelector("[data-open]")?.getAttribute("href")?.match(/ADU-\d\d-\w+/)?.[0] ?? "";
}

function ring(row, people) {
  row.querySelector(".lk-here")?.remove();
  const own = row.querySelector(".lk-ava");
  const place = own?.parentElement ?? row.querySelector(".lk-who");
  if (!place) return;
  const isAssignee = people.length > 0 && place.textContent.includes(people[0].name);
  own?.classList.toggle("here", isAssignee);
  if (people.length === 0) return;
  const shown = document.createElement("span");
  shown.className = "lk-here";
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = people.map((person) => person.words).join(". ");
  place.title = words.textContent;
  shown.append(...(isAssignee ? [] : [face(people[0])]), words);
  if (own) own.after(shown);
  else place.append(shown);
}

async function sayHere() {
  const body = new URLSearchParams({ doing: isEditing() ? "edit" : "open" });
  if (isFirst) body.set("first", "1");
  const token = document.querySelector("[name=csrf_token]")?.value ?? "";
  const answer = await fetch(here.dataset.presence, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    signal: AbortSignal.timeout(8000),
  });
  if (!answer.ok) return answer.status;
  isFirst = false;
  const told = await answer.json();
  showHere(told.people);
  showUnread(told.unread);
  return 200;
}

async function askList() {
  const rows = [...document.querySelectorAll("[data-row]")];
  const numbers = [...new Set(rows.map(numberOf).filter(Boolean))];
  if (numbers.length === 0) return 200;
  const address = `${list.dataset.presenceList}?numbers=${numbers.join(",")}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
  if (!answer.ok) return answer.status;
  const told = await answer.json();
  for (const row of rows) ring(row, told[numberOf(row)] ?? []);
  return 200;
}

async function beat() {
  clearTimeout(timer);
  if (isOver || document.visibilityState !== "visible") return;
  try {
    const status = await (here ? sayHere() : askList());
    isOver = status >= 400 && status < 500;
  } catch {
    // Not reached: what was shown is old by now.
    if (here) showHere([]);
  }
  timer = setTimeout(beat, EVERY_MS);
}

if (here || list) {
  document.addEventListener("visibilitychange", beat);
  document.addEventListener("input", (event) => {
    if (here?.dataset.doing === "open" && event.target.matches(".lk-compose textarea") && !here.dataset.told) {
      here.dataset.told = "1";
      beat();
    }
  });
  beat();
}
