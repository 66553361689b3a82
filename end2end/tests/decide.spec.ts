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

  const toast = page.locator(".toast").last();
  const stage = page.locator(".page-header").getByText(/^(Applied|Screening|Interview|Offer)$/);
  const before = await stage.innerText();
  await page.keyboard.press("a");
  await expect(toast).toContainText(" moved to ");
  await expect(stage).not.toHaveText(before);
  await page.keyboard.press("u");
  await expect(toast).toContainText("Undone: ");
  await expect(stage).toHaveText(before);

  await page.keyboard.press("r");
  const first = page.getByRole("button", { name: "Other applicants are a closer match" });
  await expect(first).toBeFocused();
  await page.getByLabel("Note for the team").fill("junk: 1 a r h u");
  await expect(page.getByLabel("Note for the team")).toHaveValue("junk: 1 a r h u");
  await first.focus();
  await page.keyboard.press("5");
  await expect(bar.getByText("Rejected: pay expectations.")).toBeVisible();
  await page.keyboard.press("u");
  await expect(toast).toContainText("Undone: ");
  await expect(bar.getByRole("button", { name: /^Move to/ })).toBeVisible();

  await page.keyboard.press("h");
  await page.getByLabel("Why it waits").fill("budget");
  await page.keyboard.press("Enter");
  await expect(bar.getByText("On hold: budget")).toBeVisible();
  await page.keyboard.press("a");
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
