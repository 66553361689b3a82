// Back and forward lead to where the page stood: the browser forgets it, because the page is there only a moment later.
(() => {
  const place = () => `scroll ${location.pathname}${location.search}`;
  const LOOKS = 40;
  let pending;
  let wanted = 0;
  history.scrollRestoration = "manual";
  addEventListener(
    "scroll",
    () => {
      clearTimeout(pending);
      if (!wanted) pending = setTimeout(() => sessionStorage.setItem(place(), String(Math.round(scrollY))), 150);
    },
    { passive: true },
  );
  // Whoever scrolls by hand meanwhile has the last word.
  for (const hand of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(hand, () => (wanted = 0), { passive: true, capture: true });
  }
  const look = (left) => {
    if (!wanted) return;
    if (Math.abs(scrollY - wanted) > 1 && document.documentElement.scrollHeight - innerHeight >= wanted) {
      scrollTo(0, wanted);
    }
    if (left > 0) setTimeout(look, 50, left - 1);
    else wanted = 0;
  };
  const back = () => {
    clearTimeout(pending);
    wanted = location.hash ? 0 : Number(sessionStorage.getItem(place()) ?? 0);
    look(LOOKS);
  };
  addEventListener("popstate", back);
  // A document that is loaded anew, or come back to.
  const [how] = performance.getEntriesByType("navigation");
  if (how && how.type !== "navigate") addEventListener("DOMContentLoaded", back);
})();
