// The whole story with plain pages and forms: everything works without scripts.
import { test } from "@playwright/test";
import { tellTheStory } from "./story";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false, "told with scripts in story.hydrate.spec.ts");

test("from the first sign-up to the decision, with plain forms", async ({ browser }) => {
  test.setTimeout(300_000);
  await tellTheStory(browser, false);
});
