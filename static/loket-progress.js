// The progress of an import: asks the desk every second and moves the bar; without this the page reloads itself.
const EVERY = 1000;
const AFTER_A_FAULT = 5000;

function show(place, percent) {
  const bar = place.querySelector("[data-progress-bar]");
  bar.setAttribute("aria-valuenow", String(percent));
  bar.querySelector("rect:last-child").setAttribute("width", `${percent}%`);
  place.querySelector("[data-progress-percent]").textContent = String(percent);
}

async function ask(place) {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { percent, busy, there } = await answer.json();
    if (!busy) {
      location.replace(there);
      return;
    }
    show(place, percent);
    setTimeout(ask, EVERY, place);
  } catch {
    setTimeout(ask, AFTER_A_FAULT, place);
  }
}

for (const place of document.querySelectorAll("[data-progress]")) setTimeout(ask, EVERY, place);
