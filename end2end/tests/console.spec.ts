// Every page with every kind of content hydrates without console output, and its links work afterwards.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled, isMobile }) => javaScriptEnabled === false || isMobile, "scripts speak; once is enough");

const ID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const LONG = "Wolfeschlegelsteinhausenbergerdorff & Söhne \"'`;:~*_#| مرحبا 🦀";

/** The console output since the last call; a failed hydration ends in page errors. */
function listen(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`${page.url()}: ${error.message}`));
  return said;
}

/** Every address on the page that matches, without its query string. */
async function found(page: Page, list: string, form: string): Promise<string[]> {
  await page.goto(list);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
  const paths = links.map((href) => href.split(/[?#]/)[0] ?? "").filter((href) => new RegExp(`^${form}$`).test(href));
  return [...new Set(paths)];
}

async function open(page: Page, addresses: string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(address);
    await hydrated(page);
  }
}

test("the recruiter's pages with notes, tags, moves and a hold", async ({ browser }) => {
  test.setTimeout(300_000);
  const page = await person(browser);
  const said = listen(page);
  await signIn(page, DEMO.recruiter);
  const [job] = await found(page, "/hr/jobs", `/hr/jobs/${ID}`);
  expect(job).toBeDefined();
  const [application] = await found(page, job ?? "", `/hr/applications/${ID}`);
  expect(application).toBeDefined();
  const address = application ?? "";
  for (const visibility of ["team", "private"]) {
    await page.goto(address);
    await hydrated(page);
    const text = `${LONG} ${unique()}`;
    await page.getByLabel("New note").fill(text);
    await page.locator(`input[name=visibility][value=${visibility}]`).check();
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText(text)).toBeVisible();
  }
  const tag = `tag ${unique()}`;
  await page.getByLabel("New tag").fill(tag);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator(".badge", { hasText: tag })).toBeVisible();
  // The page with the note still works: a link navigates without reloading.
  await page.goto(address);
  await hydrated(page);
  await page.evaluate(() => Object.assign(window, { alive: true }));
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").last().click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+$/);
  expect(await page.evaluate(() => "alive" in window)).toBe(true);
  const candidates = (await found(page, "/hr/candidates", `/hr/candidates/${ID}`)).slice(0, 4);
  const applications = (await found(page, job ?? "", `/hr/applications/${ID}`)).slice(0, 6);
  await open(page, [
    "/hr", "/hr/jobs", "/hr/jobs/new", job ?? "", `${job}/board`, `${job}/team`, `${job}/edit`, "/hr/team", "/hr/careers-page", ...applications, ...candidates,
    "/hr/upload", "/account", `/hr/applications/${crypto.randomUUID()}`,
  ]);
  const complaints = said.filter((line) => !/status of 404/.test(line));
  expect(complaints).toEqual([]);
});

test("a job that is saved while its description is being typed", async ({ browser }) => {
  const page = await person(browser);
  const said = listen(page);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title").first().fill(`Typed ${unique()}`);
  await page.locator("textarea[name*=description]").fill("Words that are not rendered yet.");
  await page.getByRole("button", { name: "Save", exact: false }).first().click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
  // Longer than the delay of the preview.
  await page.waitForTimeout(1_000);
  expect(said).toEqual([]);
  await page.context().close();
});

test("the candidate's and the administrator's pages", async ({ browser }) => {
  test.setTimeout(240_000);
  const candidate = await person(browser);
  const said = listen(candidate);
  await signIn(candidate, DEMO.candidate);
  const own = await found(candidate, "/me", `/me/applications/${ID}`);
  await open(candidate, ["/me", ...own, "/me/resume", "/me/profile", "/account", "/", "/jobs"]);
  const admin = await person(browser);
  const heard = listen(admin);
  await signIn(admin, DEMO.admin);
  const users = (await found(admin, "/admin/users", `/admin/users/${ID}`)).slice(0, 3);
  const mails = (await found(admin, "/admin/outbox", `/admin/outbox/${ID}`)).slice(0, 3);
  await open(admin, [
    "/admin", "/admin/users", ...users, "/admin/organizations", "/admin/audit", "/admin/tasks", "/admin/outbox", ...mails,
    "/admin/models", "/admin/settings",
  ]);
  expect([...said, ...heard]).toEqual([]);
});
