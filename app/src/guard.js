// Marks forms that were edited but not submitted with `data-edited`: live updates do not re-render such a form, and
// leaving one that has `data-guard` asks first, with that attribute's text if there is any.
(() => {
  const edited = () => document.querySelector("[data-guard][data-edited]");
  const form = (event) => event.target instanceof Element && event.target.closest("form");
  const mark = (event) => {
    const typed = form(event);
    if (typed) typed.dataset.edited = "";
  };
  document.addEventListener("input", mark);
  document.addEventListener("change", mark);
  // A form submitted by script counts as edited until the response says that it succeeded.
  const leaves = (event) => form(event) && !("inPlace" in form(event).dataset);
  document.addEventListener("submit", (event) => leaves(event) && delete form(event).dataset.edited, true);
  addEventListener("beforeunload", (event) => edited() && event.preventDefault());
  // Links that change the page without loading a new document.
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      const stays = !link || link.target || link.hasAttribute("download") || link.origin !== location.origin;
      const here = link && link.hash && link.pathname === location.pathname && link.search === location.search;
      if (stays || here || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || !edited()) return;
      if (confirm(edited().dataset.guard || "What you changed on this page is not saved. Leave it?")) {
        delete edited().dataset.edited;
      } else {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
})();
