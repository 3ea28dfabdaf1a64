// The ticket's page: masks an opened value again when its time is over, filters the story, closes the menu.
function tick() {
  let open = 0;
  for (const place of document.querySelectorAll(".lk-open-value[data-until]")) {
    const left = Math.floor((Date.parse(place.dataset.until) - Date.now()) / 1000);
    if (left > 0) {
      const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      place.querySelector("[data-clock]").textContent = place.dataset.left.replace("{}", clock);
      open += 1;
    } else {
      place.textContent = place.dataset.masked;
      place.removeAttribute("data-until");
    }
  }
  if (open > 0) setTimeout(tick, 1000);
}

function showOnly(kind) {
  for (const line of document.querySelectorAll(".lk-tl > [data-kind]")) {
    line.hidden = kind !== "" && line.dataset.kind !== kind;
  }
  for (const button of document.querySelectorAll("[data-story] [data-only]")) {
    button.setAttribute("aria-pressed", String(button.dataset.only === kind));
  }
}

const more = document.querySelector(".lk-more");

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-story] [data-only]");
  if (button) showOnly(button.dataset.only);
  if (more?.open && !more.contains(event.target)) more.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !more?.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
document.querySelector("[data-story]")?.removeAttribute("hidden");
// A page that comes back from the browser's memory asks again, for its time may be over.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
tick();
