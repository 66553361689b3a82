// Applies the chosen theme before the page is painted, and switches it. Everything else works without it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be forbidden; the system's theme applies
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  };
  apply(stored());
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    const current = root.dataset.theme || (dark.matches ? "dark" : "light");
    const next = current === "dark" ? "light" : "dark";
    apply(next);
    try {
      localStorage.setItem("theme", next);
    } catch {
      // The cookie below still carries the choice.
    }
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  });
})();
