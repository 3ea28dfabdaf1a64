// A NIK or a phone number that was searched for leaves the address bar, and so the browser's history.
const address = new URL(location.href);
address.searchParams.delete("q");
history.replaceState(history.state, "", address);
for (const link of document.querySelectorAll("a[href*='q=']")) {
  const target = new URL(link.href);
  if (target.origin !== location.origin || !target.searchParams.has("q")) continue;
  target.searchParams.delete("q");
  link.href = target.href;
}
