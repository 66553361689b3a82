// Fetches the program once the page is drawn: until then links and forms work as they are.
((script, wasm) => {
  const hydrate = async () => {
    const program = await import(script);
    await program.default({ module_or_path: wasm });
    program.hydrate();
  };
  // Of two frames in a row the first has been painted when the second comes. A page in the background has none.
  const drawn = () => (document.hidden ? hydrate() : requestAnimationFrame(() => requestAnimationFrame(later)));
  const later = () => ("requestIdleCallback" in window ? requestIdleCallback(hydrate, { timeout: 1000 }) : hydrate());
  if (document.readyState === "complete") drawn();
  else addEventListener("load", drawn, { once: true });
})
