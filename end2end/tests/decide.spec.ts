// A recruiter decides by keyboard only: the decision is in view and can be undone at once, and typed letters stay text.
import { expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "needs scripts");

test("an application is moved on, taken back, rejected and reopened by keys, and the next one is a key away", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there are no keys to press");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await hydrated(page);
  const tick = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ }).first();
  const application = ((await tick.getAttribute("value")) ?? "").split(".")[0];
  await page.goto(`/hr/applications/${application}`);
  await hydrated(page);
  const bar = page.getByRole("region", { name: "Decide" });
  await page.mouse.wheel(0, 4_000);
  await expect(bar).toBeInViewport({ ratio: 1 });

  const back = bar.getByRole("button", { name: /back to/i });
  const before = await back.allTextContents();
  await page.keyboard.press("a");
  await expect(back).toBeVisible();
  await expect(back).not.toHaveText(before[0] ?? "");
  const moved = await back.innerText();
  await page.keyboard.press("u");
  // Move back; now moving forward again is what can be undone.
  await expect(back).not.toHaveText(moved);

  await page.keyboard.press("r");
  await expect(page.getByLabel("Reason", { exact: true })).toBeFocused();
  await page.getByLabel("Reason", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Note for the team").fill("junk: a r h u");
  await expect(page.getByLabel("Note for the team")).toHaveValue("junk: a r h u");
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(bar.getByRole("button", { name: "Reopen" })).toBeVisible();
  await bar.click({ position: { x: 2, y: 2 } });
  await page.keyboard.press("u");
  await expect(bar.getByRole("button", { name: /^Move to/ })).toBeVisible();

  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(new RegExp(application));
  await expect(page).toHaveURL(/\/hr\/applications\/[0-9a-f-]+$/);
  await page.keyboard.press("n");
  const note = page.getByLabel("New note");
  await expect(note).toBeFocused();
  await page.keyboard.type("jar");
  await expect(note).toHaveValue("jar");
  await page.context().close();
});
