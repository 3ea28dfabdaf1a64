// Ticking rows of the list: the bar shows how many, the head ticks the page, Escape lets go of all.
const bar = document.querySelector("[data-bulk]");
const head = document.querySelector("[data-pick-all]");
const boxes = () => [...document.querySelectorAll("input[name=ticket][form=bulk]")];

function show() {
  const all = boxes();
  const picked = all.filter((box) => box.checked).length;
  for (const box of all) box.closest("tr")?.classList.toggle("sel", box.checked);
  bar.classList.toggle("on", picked > 0);
  const count = bar.querySelector("[data-bulk-count]");
  count.textContent = count.dataset.words.replace("{}", picked);
  if (!head) return;
  head.checked = picked > 0 && picked === all.length;
  head.indeterminate = picked > 0 && picked < all.length;
}

function tick(checked) {
  for (const box of boxes()) box.checked = checked;
  show();
}

if (bar) {
  document.addEventListener("change", (event) => {
    if (event.target === head) tick(head.checked);
    else if (event.target.matches("input[name=ticket]")) show();
  });
  bar.addEventListener("reset", () => setTimeout(show));
  document.addEventListener("keydown", (event) => {
    const busy = document.querySelector("dialog[open], .dropdown-menu.show");
    if (event.key === "Escape" && !busy && bar.classList.contains("on")) tick(false);
  });
  head?.closest("label")?.removeAttribute("hidden");
  window.addEventListener("pageshow", show);
  show();
}
