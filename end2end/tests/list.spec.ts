// A job's list of applicants: filters that answer at once, and what is done with many people.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "needs scripts");

/** A job with these applicants, open at its list. */
async function listOf(page: Page, names: string[]): Promise<void> {
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title", { exact: true }).fill(`Potter ${unique()}`);
  await page.getByLabel("Text", { exact: true }).fill("You throw pots.");
  await page.getByRole("button", { name: "Save and publish" }).last().click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]{36}$/);
  const job = new URL(page.url()).pathname;
  await page.goto(`/hr/upload?job=${job.split("/").pop()}`);
  await hydrated(page);
  const file = (name: string) => ({ name: `${name}.txt`, mimeType: "text/plain", buffer: Buffer.from(`${name}\nPotter\n\nEXPERIENCE\nPotter, Kiln\n2019 - 2022\n`) });
  await page.getByLabel("Résumés", { exact: true }).setInputFiles(names.map(file));
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  // Leaving earlier would end the upload.
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Done" })).toHaveCount(names.length, { timeout: 60_000 });
  await expect(async () => {
    await page.goto(job);
    await expect(page.getByText(`${names.length} open, ${names.length} in all`)).toBeVisible({ timeout: 2_000 });
    await expect(page.getByText("being scored")).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await hydrated(page);
}

test("words find people while they are typed, and the field keeps the focus and what is typed", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  const run = unique();
  await listOf(page, [`Ada Ash ${run}`, `Bea Ash ${run}`, `Cem Oak ${run}`]);
  const ticks = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ });
  const all = page.getByRole("navigation", { name: "Stage" }).getByRole("link", { name: /^All/ });
  await expect(all).toContainText("3");
  const words = page.getByRole("searchbox");
  await words.click();
  await words.pressSequentially("ash", { delay: 120 });
  await expect(ticks).toHaveCount(2);
  await expect(all).toContainText("2");
  await expect(words).toBeFocused();
  await expect(words).toHaveValue("ash");
  await expect(page).toHaveURL(/q=ash/);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(ticks).toHaveCount(3);
  await expect(words).toHaveValue("");
  // A step back finds what was ticked; whoever comes to the list anew starts anew.
  const job = page.url();
  await ticks.first().check({ force: true });
  await page.goto("/hr/candidates");
  await page.goBack();
  await hydrated(page);
  await expect(ticks.first()).toBeChecked();
  await page.goto("/hr/candidates");
  await page.goto(job);
  await hydrated(page);
  await expect(ticks).toHaveCount(3);
  await expect(ticks.first()).not.toBeChecked();
  await page.context().close();
});

test("several people are put on hold, tagged and moved at once, and the step is undone", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "a phone has no box for all rows");
  test.setTimeout(120_000);
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  const run = unique();
  await listOf(page, [`Ada Ash ${run}`, `Bea Ash ${run}`, `Cem Oak ${run}`]);
  const bar = page.getByRole("group", { name: "With the selected applicants" });
  await expect(bar).toBeHidden();
  const all = page.getByRole("checkbox", { name: "Select all rows" });
  await all.check({ force: true });
  await expect(bar.getByText("3 selected")).toBeVisible();
  await bar.getByText("Hold…").click();
  await bar.getByLabel("Why they wait").fill("The kiln is broken");
  await bar.getByLabel("Why they wait").press("Enter");
  await expect(page.locator(".toast").last()).toContainText("3 applicants put on hold");
  await expect(page.getByRole("table").getByText("On hold")).toHaveCount(3);
  await page.locator(".toast").last().getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("table").getByText("On hold")).toHaveCount(0);
  await all.check({ force: true });
  await bar.getByText("Tag…").click();
  await bar.getByLabel("Tag", { exact: true }).fill("Night shift");
  await bar.getByRole("button", { name: "Tag the selected" }).click();
  await expect(page.locator(".toast").last()).toContainText("3 applicants tagged");
  await all.check({ force: true });
  await bar.getByText("Move…").click();
  await bar.getByRole("button", { name: "Move the selected" }).click();
  await expect(bar.getByText("Choose the stage to move to").first()).toBeVisible();
  await bar.getByLabel("Stage", { exact: true }).selectOption({ label: "Screening" });
  await bar.getByRole("button", { name: "Move the selected" }).click();
  await expect(page.locator(".toast").last()).toContainText("3 applicants moved");
  await expect(page.getByRole("table").getByText("Screening")).toHaveCount(3);
  await page.context().close();
});
