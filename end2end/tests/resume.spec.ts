// The résumé as page images with the evidence linked both ways, and as text.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn } from "./people";

test.setTimeout(150_000);

/** The application's page of somebody with a PDF whose evidence is marked. */
async function open(page: Page, scripts: boolean): Promise<void> {
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  if (scripts) await hydrated(page);
  const ticks = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ });
  await expect(ticks.first()).toBeAttached();
  const keys = await ticks.evaluateAll((all) => all.map((tick) => (tick.getAttribute("value") ?? "").split(".")[0]));
  // The demo's files are read after its start.
  await expect(async () => {
    for (const key of keys) {
      await page.goto(`/hr/applications/${key}`);
      if ((await page.locator(".sheet-mark").count()) > 0) return;
    }
    throw new Error("no résumé has its evidence marked yet");
  }).toPass({ timeout: 90_000, intervals: [2_000] });
  if (scripts) await hydrated(page);
}

test("a résumé is shown as its pages, with evidence that leads to its requirement and back", async ({ browser, javaScriptEnabled }) => {
  const page = await person(browser);
  await open(page, javaScriptEnabled !== false);
  const picture = page.getByRole("img", { name: /^Page 1 of \d+ of the résumé$/ });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(800);
  const column = await page.locator(".split-side").evaluate((side) => side.clientWidth);
  expect(await picture.evaluate((image) => image.clientWidth)).toBeGreaterThan(column * 0.9);

  // From the requirement to its place.
  const link = page.getByRole("link", { name: /^Show .*in the résumé$/ }).first();
  const piece = (await link.getAttribute("href")) ?? "";
  await link.click();
  await expect(page).toHaveURL(new RegExp(`${piece}$`));
  const mark = page.locator(`.sheet-mark.evidence-${piece.slice(2)} .sheet-mark-place`).first();
  await expect(mark).toBeInViewport();
  await expect(mark).toHaveCSS("stroke", "rgb(185, 111, 0)");

  // And from the place to the requirement.
  const lines = page.locator(".match-line[id]");
  await mark.click();
  await expect(page).toHaveURL(/#requirement-\d+$/);
  await expect(lines.and(page.locator(":target"))).toBeInViewport();
  await page.context().close();
});

test("the text is a link and a key away, and the page again", async ({ browser, javaScriptEnabled, isMobile }) => {
  const page = await person(browser);
  await open(page, javaScriptEnabled !== false);
  const views = page.getByRole("navigation", { name: "The résumé as" });
  await views.getByRole("link", { name: "Text" }).click();
  await expect(page).toHaveURL(/[?&]view=text/);
  await expect(page.getByRole("region", { name: "Résumé", exact: true })).toBeVisible();
  await expect(page.locator(".sheet")).toHaveCount(0);
  await views.getByRole("link", { name: "Page" }).click();
  await expect(page.locator(".sheet").first()).toBeVisible();
  if (javaScriptEnabled !== false && isMobile !== true) {
    await page.keyboard.press("x");
    await expect(page.getByRole("region", { name: "Résumé", exact: true })).toBeVisible();
    await page.keyboard.press("x");
    await expect(page.locator(".sheet").first()).toBeVisible();
  }
  await page.context().close();
});

test("where a picture does not come, the words stand in their places", async ({ browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "needs scripts");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.route(/\/files\/[^/]+\/pages\//, (route) => route.fulfill({ status: 503, body: "busy" }), { times: 100 });
  await open(page, true);
  await page.locator(".sheet").first().scrollIntoViewIfNeeded();
  await expect(page.locator(".sheet.is-failed")).not.toHaveCount(0);
  await page.getByRole("link", { name: "Read it as text" }).first().click();
  await expect(page.getByRole("region", { name: "Résumé", exact: true })).toBeVisible();
  await page.context().close();
});
