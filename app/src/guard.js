// Leaving a form that was edited and not sent asks first. For forms marked with `data-guard`.
(() => {
  const edited = () => document.querySelector("form[data-guard][data-edited]");
  const form = (event) => event.target instanceof Element && event.target.closest("form[data-guard]");
  const mark = (event) => {
    const guarded = form(event);
    if (guarded) guarded.dataset.edited = "";
  };
  document.addEventListener("input", mark);
  document.addEventListener("change", mark);
  document.addEventListener("submit", (event) => form(event) && delete form(event).dataset.edited, true);
  addEventListener("beforeunload", (event) => edited() && event.preventDefault());
  // Links that change the page without loading a new document.
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      const stays = !link || link.target || link.hasAttribute("download") || link.origin !== location.origin;
      const here = link && link.hash && link.pathname === location.pathname && link.search === location.search;
      if (stays || here || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || !edited()) return;
      if (confirm("What you changed on this page is not saved. Leave it?")) {
        delete edited().dataset.edited;
      } else {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
})();
