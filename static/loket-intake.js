// The new complaint while it is filled in: the NIK in words and possible duplicates, asked of the desk.
// What is typed goes by POST only; without this file the same is said when the form is sent.
const WAIT_MS = 400;
const ASKED = [
  "subject_nik", "subject_name", "subject_birth_date", "sex", "phone", "reporter_name", "vaccine_ticket", "dose",
  "vaccinated_on",
];

const form = document.querySelector("[data-intake]");
const decoded = document.getElementById("nik-decode");
const duplicates = document.getElementById("duplicates");
const records = document.getElementById("records");
const birthFits = document.getElementById("birth-fits");
let timer = 0;
let round = 0;
let shownNumbers = duplicates?.querySelector(".lk-hit") ? "as sent" : "";
let shownRecords = records?.querySelector(".lk-hit") ? "as sent" : "";
let sexIsOurs = form?.elements.sex.value === "";

function show(answer) {
  const kept = decoded.querySelector("[name=nik_as_it_is]")?.checked;
  decoded.innerHTML = answer.nik_html;
  decoded.hidden = answer.verdict === "";
  decoded.classList.toggle("bad", answer.verdict === "refused");
  const tick = decoded.querySelector("[name=nik_as_it_is]");
  if (tick && kept) tick.checked = true;
  birthFits.hidden = !answer.birth_date_fits;
  if (sexIsOurs && answer.sex) form.elements.sex.value = answer.sex;
  if (answer.records_html !== shownRecords) {
    shownRecords = answer.records_html;
    records.innerHTML = shownRecords;
  }
  const numbers = [answer.duplicates, answer.related].filter((some) => some.length).join(" | ");
  if (numbers === shownNumbers) return;
  shownNumbers = numbers;
  const ticked = duplicates.querySelector("[name=not_duplicate]:checked")?.value;
  duplicates.innerHTML = answer.duplicates_html;
  const again = duplicates.querySelector("[name=not_duplicate]");
  if (again && again.value === ticked) again.checked = true;
}

async function ask() {
  const mine = ++round;
  const data = new FormData(form);
  if (!["subject_nik", "phone", "subject_birth_date"].some((name) => data.get(name)?.trim()) && !shownNumbers && !shownRecords) {
    decoded.hidden = true;
    return;
  }
  try {
    const answer = await fetch(form.dataset.intake, {
      method: "POST",
      body: data,
      headers: { "X-CSRFToken": data.get("csrf_token"), Accept: "application/json" },
      signal: AbortSignal.timeout(8000),
    });
    if (answer.ok && mine === round) show(await answer.json());
  } catch {
    // Not reached: the form can still be sent, and says the same then.
  }
}

function showDue() {
  const chosen = form.querySelector("[name=category]:checked");
  form.querySelector("[data-due-words]").textContent = chosen?.dataset.due ?? "";
}

form?.addEventListener("input", (event) => {
  if (event.target.name === "sex") sexIsOurs = event.target.value === "";
  if (event.target.name === "category") showDue();
  if (!ASKED.includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});
form?.addEventListener("submit", () => {
  clearTimeout(timer);
  round += 1;
});
