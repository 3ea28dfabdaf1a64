// Names a colleague in an internal note: after an @ the people who see the complaint are offered below the text.
// Arrow keys choose, Enter or Tab takes, Escape closes. Without this file the name is typed in full.
const MOST = 6;
const text = document.querySelector("textarea[data-mentions]");
const list = text?.parentElement.querySelector("[role=listbox]");
let people = null;
let shown = [];
let at = 0;

function begun() {
  if (text.form.elements.to_reporter?.value === "1") return null;
  const before = text.value.slice(0, text.selectionStart);
  return /(?:^|[^\w.@])@([\p{L}'’ -]{0,40})$/u.exec(before)?.[1] ?? null;
}

function fits(person, typed) {
  const name = person.name.toLowerCase();
  const wanted = typed.toLowerCase();
  return name.startsWith(wanted) || name.split(" ").some((word) => word.startsWith(wanted));
}

function close() {
  shown = [];
  list.hidden = true;
  list.replaceChildren();
  text.removeAttribute("aria-activedescendant");
}

function mark() {
  [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
  text.setAttribute("aria-activedescendant", `mention-${at}`);
}

function option(person, place) {
  const item = document.createElement("li");
  item.id = `mention-${place}`;
  item.setAttribute("role", "option");
  const role = document.createElement("small");
  role.textContent = person.role;
  item.append(person.typed, " ", role);
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    take(place);
  });
  return item;
}

async function offer() {
  const typed = begun();
  if (typed === null) return close();
  if (people === null) {
    people = [];
    const answer = await fetch(text.dataset.mentions, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return (people = null);
    people = await answer.json();
    return offer();
  }
  shown = people.filter((person) => fits(person, typed)).slice(0, MOST);
  if (shown.length === 0) return close();
  at = 0;
  list.replaceChildren(...shown.map(option));
  list.hidden = false;
  mark();
}

function take(place) {
  const end = text.selectionStart;
  const start = end - begun().length;
  text.setRangeText(`${shown[place].typed} `, start, end, "end");
  close();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(event) {
  if (shown.length === 0 || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown") at = (at + 1) % shown.length;
  else if (event.key === "ArrowUp") at = (at + shown.length - 1) % shown.length;
  else if (event.key === "Enter" || event.key === "Tab") take(at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (shown.length > 0) mark();
}

if (text && list) {
  list.id = "mention-list";
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  text.addEventListener("input", offer);
  text.addEventListener("keydown", press);
  text.addEventListener("blur", close);
}
