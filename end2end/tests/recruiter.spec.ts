// What recruiters can do only with scripts: uploads with progress, dragging cards across the board, persistent ticks.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { DEMO, fixture, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "needs scripts");

test("files are sent one by one, each with its result, and the page stays", async ({ browser }) => {
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/upload");
  await hydrated(page);
  const run = unique();
  await page.getByLabel("Résumés", { exact: true }).setInputFiles([
    { name: `priya-${run}.pdf`, mimeType: "application/pdf", buffer: readFileSync(fixture("priya_jake.pdf")) },
    { name: `zoe-${run}.txt`, mimeType: "text/plain", buffer: Buffer.from(`Zoe Hartmann\nzoe.${run}@example.com\n\nSKILLS\nRust, SQL\n`) },
    { name: `broken-${run}.pdf`, mimeType: "application/pdf", buffer: Buffer.from("MZ this is a program") },
  ]);
  await page.getByRole("main").getByRole("button", { name: "Upload", exact: true }).click();
  const row = (name: string) => page.getByRole("main").getByRole("listitem").filter({ hasText: `${name}-${run}` });
  await expect(row("zoe")).toContainText(/talent pool/, { timeout: 30_000 });
  await expect(row("priya")).toContainText(/talent pool/, { timeout: 30_000 });
  await expect(row("broken")).toContainText(/PDF/);
  await expect(row("broken").getByRole("link")).toHaveCount(0);
  await expect(page).toHaveURL(/\/hr\/upload$/);
  await row("zoe").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Zoe Hartmann");
  await expect(page).toHaveTitle("Zoe Hartmann · HireQ");
  await page.context().close();
});

test("a card is dragged to another stage, and comes back by the keyboard", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there is no dragging on a phone: the card's menu moves it");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await page.getByRole("link", { name: "Board", exact: true }).click();
  await hydrated(page);
  const column = (name: string) => page.getByRole("region", { name, exact: true });
  const from = column("Applied");
  const card = from.getByRole("listitem").filter({ has: page.getByRole("link") }).first();
  const name = (await card.getByRole("link").first().textContent()) ?? "";
  await card.dragTo(column("Screening"));
  const moved = column("Screening").getByRole("listitem").filter({ hasText: name });
  await expect(moved).toBeVisible();
  await page.reload();
  await expect(moved).toBeVisible();
  await hydrated(page);
  await moved.getByRole("link").first().focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(from.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  await page.context().close();
});

test("the keyboard moves a card on and back, and the focus stays on it", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there are no arrow keys");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await page.getByRole("link", { name: "Board", exact: true }).click();
  await hydrated(page);
  const column = (name: string) => page.getByRole("region", { name, exact: true });
  const link = column("Applied").getByRole("listitem").getByRole("link").last();
  // The rest of the address names the column.
  const href = ((await link.getAttribute("href")) ?? "").split("?")[0] ?? "";
  await link.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(column("Screening").locator(`a[href^="${href}"]`)).toBeFocused();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(column("Applied").locator(`a[href^="${href}"]`)).toBeFocused();
  await page.context().close();
});

test("three people fit side by side", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "a phone scrolls the table");
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+$/);
  const ticks = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ });
  await expect(ticks.nth(2)).toBeAttached();
  const seen = await ticks.evaluateAll((all) => all.slice(0, 3).map((one) => (one as HTMLInputElement).value));
  await page.goto(`${page.url()}/compare?${seen.map((one) => `a=${one.split(".")[0]}`).join("&")}`);
  const table = page.getByRole("region", { name: "Candidates side by side" });
  await expect(table.getByRole("columnheader")).toHaveCount(seen.length + 1);
  expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(1);
  await page.context().close();
});

test("a tick stays with its person while a colleague rejects somebody", async ({ browser }) => {
  const [page, colleague] = [await person(browser), await person(browser)];
  for (const one of [page, colleague]) await signIn(one, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+$/);
  await hydrated(page);
  const ticks = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ });
  await expect(ticks.nth(1)).toBeAttached();
  const before = await ticks.count();
  const [first, second] = [ticks.nth(0), ticks.nth(1)];
  const gone = (await first.getAttribute("value")) ?? "";
  const kept = (await second.getAttribute("value")) ?? "";
  await second.check({ force: true });
  const application = gone.split(".")[0];
  await colleague.goto(`/hr/applications/${application}`);
  await hydrated(colleague);
  await colleague.getByText("Reject…").click();
  await colleague.getByRole("button", { name: "Pay expectations" }).click();
  await expect(colleague.getByRole("button", { name: "Reopen" })).toBeVisible();
  // Rows do not move while somebody is ticking them.
  await expect(page.getByText("Somebody changed these applicants meanwhile")).toBeVisible();
  await expect(page.locator(`input[value="${gone}"]`)).toHaveCount(1);
  await page.getByRole("button", { name: "Load the newest" }).click();
  await expect(page.locator(`input[value="${gone}"]`)).toHaveCount(0);
  await expect(page.locator(`input[value="${kept}"]`)).toBeChecked();
  await expect(page.locator("input[data-select-row]:checked")).toHaveCount(1);
  expect(await ticks.count()).toBeLessThanOrEqual(before);
  await colleague.getByRole("button", { name: "Reopen" }).click();
  await Promise.all([page, colleague].map((one) => one.context().close()));
});

test("a job's rows come and go in place, and what is typed stays", async ({ browser }) => {
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title", { exact: true }).fill("Baker");
  const rows = page.getByRole("list", { name: "Screening questions" }).getByRole("listitem");
  const before = await rows.count();
  await page.getByRole("button", { name: "Add a question" }).click();
  await expect(rows).toHaveCount(before + 1);
  await rows.last().getByLabel("Question", { exact: true }).fill("Can you start at four?");
  await page.getByRole("button", { name: "Add a question" }).click();
  await expect(rows).toHaveCount(before + 2);
  await rows.last().getByRole("button", { name: /^Remove question/ }).click();
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.last().getByLabel("Question", { exact: true })).toHaveValue("Can you start at four?");
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Baker");
  await expect(page).toHaveURL(/\/hr\/jobs\/new$/);
  await page.context().close();
});

test("a moment tells its local time to whoever points at it", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there is nothing to point with");
  const page = await person(browser);
  await page.goto("/jobs");
  await page.getByRole("main").getByRole("link", { name: "DevOps Engineer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("DevOps Engineer");
  await hydrated(page);
  const moment = page.locator("time").first();
  await expect(moment).not.toHaveAttribute("title");
  await moment.hover();
  await expect(moment).toHaveAttribute("title", /./);
  await page.context().close();
});

test("what is typed for one application stays while a colleague puts it on hold", async ({ browser }) => {
  const [page, colleague] = [await person(browser), await person(browser)];
  for (const one of [page, colleague]) await signIn(one, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "DevOps Engineer" }).click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+$/);
  const tick = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ }).last();
  const application = ((await tick.getAttribute("value")) ?? "").split(".")[0];
  for (const one of [page, colleague]) {
    await one.goto(`/hr/applications/${application}`);
    await hydrated(one);
  }
  const note = page.getByLabel("Note for the team");
  await page.getByText("Reject…").click();
  await note.fill("She asked for another city");
  await colleague.getByText("Put on hold…").click();
  await colleague.getByLabel("Why it waits").fill("The budget is not settled");
  await colleague.getByRole("button", { name: "Put on hold", exact: true }).click();
  await expect(colleague.getByRole("button", { name: "Resume", exact: true })).toBeVisible();
  await expect(page.getByText("Somebody changed this application meanwhile")).toBeVisible();
  await expect(note).toBeVisible();
  await expect(note).toHaveValue("She asked for another city");
  await page.getByRole("button", { name: "Load the newest" }).click();
  await expect(page.getByRole("button", { name: "Resume", exact: true })).toBeVisible();
  await expect(page.getByText("Somebody changed this application meanwhile")).toHaveCount(0);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  for (const one of [page, colleague]) await one.context().close();
});

test("what a colleague did meanwhile is told, and the key that needs no second press is off until one looks again", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there are no keys to press");
  const [page, colleague] = [await person(browser), await person(browser)];
  for (const one of [page, colleague]) await signIn(one, DEMO.recruiter);
  await page.goto("/hr/jobs");
  await page.getByRole("link", { name: "Backend Engineer (Rust)" }).click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+$/);
  const chip = page.getByRole("navigation", { name: "Stage" }).getByRole("link", { name: /^Applied/ });
  await chip.click();
  await expect(page).toHaveURL(/stage=/);
  await hydrated(page);
  const tick = page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ }).last();
  const application = ((await tick.getAttribute("value")) ?? "").split(".")[0];
  for (const one of [page, colleague]) {
    await one.goto(`/hr/applications/${application}`);
    await hydrated(one);
  }
  await colleague.keyboard.press("a");
  await expect(colleague.getByText(/ moved to /).first()).toBeVisible();
  await expect(colleague.getByText(/changed this application( elsewhere)?$/)).toHaveCount(0);
  await expect(page.getByText(/changed this application/)).toBeVisible();
  const forward = page.getByRole("button", { name: /^Move to/ });
  const before = await forward.innerText();
  await page.keyboard.press("a");
  await page.waitForTimeout(1_000);
  await expect(forward).toHaveText(before);
  // A colleague's step cannot be taken back from the toast any more once another came.
  await forward.click();
  await expect(page.getByText(/changed this application( elsewhere)?$/)).toHaveCount(0);
  await expect(colleague.getByText(/changed this application/)).toBeVisible();
  await colleague.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(colleague.locator(".toast").getByText(/was moved to .* by/)).toBeVisible();
  for (const one of [page, colleague]) await one.context().close();
});
