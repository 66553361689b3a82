// Forms, with and without scripts: the same addresses and messages. With scripts, the page is not reloaded.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, signUp, unique } from "./people";

/** Marks the document; a reloaded page has no mark. */
async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { marked: true }));
  return () => page.evaluate(() => "marked" in window);
}

async function candidate(page: Page): Promise<void> {
  const run = unique();
  await page.goto("/sign-up");
  await hydrated(page);
  await signUp(page, { name: `Zoe ${run}`, email: `zoe.${run}@example.com` });
  await page.goto("/me/profile");
  await hydrated(page);
}

test("what is wrong stands at its field, and what was typed stays", async ({ browser, javaScriptEnabled }) => {
  const page = await person(browser);
  await candidate(page);
  const stays = javaScriptEnabled === false ? undefined : await mark(page);
  await page.getByLabel("Telephone numbers").fill("none");
  await page.getByLabel("Headline").fill("Engine driver");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("There is a problem")).toBeVisible();
  await expect(page.getByLabel("Telephone numbers")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Headline")).toHaveValue("Engine driver");
  if (stays) {
    await expect(page.locator(".error-summary")).toBeFocused();
    expect(await stays()).toBe(true);
  }
  await page.getByLabel("Telephone numbers").fill("1234");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expect(page.getByText("There is a problem")).toHaveCount(0);
  await expect(page.getByLabel("Headline")).toHaveValue("Engine driver");
  if (stays) {
    await expect(page.getByRole("button", { name: "Save" })).toBeFocused();
    expect(await stays()).toBe(true);
  }
  await page.reload();
  await expect(page.getByText("Your profile is saved.")).toHaveCount(0);
  await expect(page.getByLabel("Headline")).toHaveValue("Engine driver");
  await page.context().close();
});

test("a tag comes into the page and goes again", async ({ browser, javaScriptEnabled }) => {
  const page = await person(browser);
  const tag = `tag ${unique()}`;
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/candidates");
  await page.getByRole("main").locator("a[href^='/hr/candidates/']").first().click();
  await expect(page.getByLabel("New tag")).toBeVisible();
  await hydrated(page);
  const stays = javaScriptEnabled === false ? undefined : await mark(page);
  await page.getByLabel("New tag").fill(tag);
  await page.getByLabel("New tag").press("Enter");
  const remove = page.getByRole("button", { name: `Remove the tag ${tag}` });
  await expect(remove).toBeVisible();
  await expect(page.getByText("Tag added")).toBeVisible();
  await expect(page.getByLabel("New tag")).toHaveValue("");
  if (stays) {
    await expect(page.getByLabel("New tag")).toBeFocused();
    await expect(page.getByText("Somebody changed")).toHaveCount(0);
  }
  await remove.click();
  await expect(remove).toHaveCount(0);
  if (stays) expect(await stays()).toBe(true);
  await page.context().close();
});

test("a half-typed note outlives a tag that is added beside it", async ({ browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "a form without scripts leaves its page");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/candidates");
  await page.getByRole("main").locator("a[href^='/hr/candidates/']").first().click();
  await expect(page.getByLabel("New tag")).toBeVisible();
  await hydrated(page);
  await page.getByLabel("New note").fill("Called back on");
  const tag = `tag ${unique()}`;
  await page.getByLabel("New tag").fill(tag);
  await page.getByLabel("New tag").press("Enter");
  await expect(page.getByRole("button", { name: `Remove the tag ${tag}` })).toBeVisible();
  await expect(page.getByLabel("New note")).toHaveValue("Called back on");
  await expect(page.getByText("Somebody changed")).toHaveCount(0);
  await page.context().close();
});

test("a button is busy until the answer comes, and sends once", async ({ browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "the browser itself shows that it waits");
  const page = await person(browser);
  await candidate(page);
  let sent = 0;
  let answer = (): void => undefined;
  const held = new Promise<void>((go) => {
    answer = go;
  });
  await page.route("**/api/portal/set-profile", async (route) => {
    sent += 1;
    await held;
    await route.continue();
  });
  const save = page.getByRole("button", { name: "Save" });
  await page.getByLabel("Headline").fill("Engine driver");
  await save.click();
  await expect(save).toHaveAttribute("aria-busy", "true");
  await save.click({ force: true });
  answer();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expect(save).not.toHaveAttribute("aria-busy", "true");
  expect(sent).toBe(1);
  await page.context().close();
});

test("a job is saved in place, row by row", async ({ browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "told by the story without scripts");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title", { exact: true }).fill(`Baker ${unique()}`);
  await page.getByRole("button", { name: "Save draft" }).last().click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]{36}\/edit$/);
  const stays = await mark(page);
  const base = page.locator("input[name=base]");
  const before = await base.inputValue();
  const place = page.locator('input[name="job[location]"]');
  await place.fill("Gent");
  await page.getByRole("button", { name: "Save draft" }).last().click();
  await expect(base).not.toHaveValue(before);
  await expect(place).toHaveValue("Gent");
  await expect(page.getByRole("button", { name: "Save draft" }).last()).toBeFocused();
  expect(await stays()).toBe(true);
  await page.context().close();
});
