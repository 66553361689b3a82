// The whole story with scripts: the ranking appears while the recruiter looks on.
import { test } from "@playwright/test";
import { tellTheStory } from "./story";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "told without scripts in story.nojs.spec.ts");

test("from the first sign-up to the decision, live", async ({ browser }) => {
  test.setTimeout(300_000);
  await tellTheStory(browser, true);
});
