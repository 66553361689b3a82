// Fetches the program once the page is painted; until then links and forms work without it.
((script, wasm) => {
  const hydrate = async () => {
    const program = await import(script);
    await program.default({ module_or_path: wasm });
    program.hydrate();
  };
  // After two animation frames, the first has been painted. A page in the background gets none.
  const drawn = () => (document.hidden ? hydrate() : requestAnimationFrame(() => requestAnimationFrame(later)));
  const later = () => ("requestIdleCallback" in window ? requestIdleCallback(hydrate, { timeout: 1000 }) : hydrate());
  if (document.readyState === "complete") drawn();
  else addEventListener("load", drawn, { once: true });
})
