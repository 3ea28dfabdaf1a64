// Sets the remembered theme before the first paint; loaded plainly in <head>.
(() => {
  const kept = document.cookie.match(/(?:^|; )loket_theme=(light|dark|auto)/);
  const theme = kept ? kept[1] : "auto";
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = theme === "auto" ? (dark ? "dark" : "light") : theme;
})();
