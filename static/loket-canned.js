// Ready texts: the one that is chosen goes into its field; what was typed there stays above it.
const kept = new WeakMap();

function put(select) {
  const field = document.getElementById(select.dataset.canned);
  const option = select.selectedOptions[0];
  if (!field || !option?.value) return;
  const typed = field.value.trim();
  const own = typed !== "" && typed !== kept.get(field)?.trim();
  field.value = own ? `${field.value.trimEnd()}\n${option.value}` : option.value;
  kept.set(field, field.value);
  const kind = field.form?.querySelector(`[name=to_reporter][value="${option.dataset.to}"]`);
  if (kind && !kind.checked) kind.click();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  select.value = "";
  field.focus();
}

for (const select of document.querySelectorAll("[data-canned]")) {
  if (!select.hidden) continue; // a page may name this script twice
  select.hidden = false;
  select.addEventListener("change", () => put(select));
}
