// Checks every page with axe, in light and dark mode; the projects add desktop and phone. Pages must also fit the
// window, and hydrate without errors in the console.
import AxeBuilder from "@axe-core/playwright";
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "the pages are the same; axe needs scripts");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Opens each address and collects all problems, so that one run finds everything. */
async function check(page: Page, addresses: string[]): Promise<void> {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  for (const address of addresses) {
    const response = await page.goto(address);
    if ((response?.status() ?? 0) >= 400) problems.push(`${address}: status ${response?.status()}`);
    await hydrated(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 1) problems.push(`${address}: ${wider} px wider than the window`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, help, nodes } of violations) {
        const where = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ");
        problems.push(`${address} (${colorScheme}): ${id}: ${help}: ${where}`);
      }
    }
  }
  expect(problems).toEqual([]);
}

/** The first link on the page whose address matches. */
async function found(page: Page, list: string, form: RegExp): Promise<string[]> {
  await page.goto(list);
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
  const link = links.find((href) => form.test(href));
  return link === undefined ? [] : [link];
}

const ID = "[0-9a-f]{8}-[0-9a-f-]{27}";

test("the public pages", async ({ page }) => {
  test.setTimeout(240_000);
  const job = await found(page, "/jobs", /^\/jobs\/[^/?]+$/);
  const apply = job.flatMap((href) => [`${href}/apply`, `${href}/apply?sent=1`]);
  await check(page, ["/", "/jobs", ...job, ...apply, "/sign-in", "/sign-up", "/forgot-password", "/new-password", "/confirm-application?token=none"]);
});

test("the recruiter's pages", async ({ browser }) => {
  test.setTimeout(360_000);
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  const [job] = await found(page, "/hr/jobs", new RegExp(`^/hr/jobs/${ID}$`));
  const of = job === undefined ? [] : [job, `${job}/board`, `${job}/team`, `${job}/edit`];
  const application = job === undefined ? [] : await found(page, job, new RegExp(`^/hr/applications/${ID}`));
  const candidate = await found(page, "/hr/candidates", new RegExp(`^/hr/candidates/${ID}`));
  await check(page, [
    "/hr", "/hr/inbox", "/hr/find?q=en", "/hr/jobs", "/hr/jobs/new", ...of, ...application, "/hr/candidates", ...candidate, "/hr/upload", "/hr/team", "/hr/careers-page", "/account",
  ]);
});

test("the candidate's pages", async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await person(browser);
  await signIn(page, DEMO.candidate);
  const application = await found(page, "/me", new RegExp(`^/me/applications/${ID}`));
  await check(page, ["/me", ...application, "/me/resume", "/me/profile", "/me/password"]);
});

test("the administrator's pages", async ({ browser }) => {
  test.setTimeout(360_000);
  const page = await person(browser);
  await signIn(page, DEMO.admin);
  const user = await found(page, "/admin/users", new RegExp(`^/admin/users/${ID}$`));
  const mail = await found(page, "/admin/outbox", new RegExp(`^/admin/outbox/${ID}$`));
  await check(page, [
    "/admin", "/admin/users", ...user, "/admin/organizations", "/admin/audit", "/admin/tasks", "/admin/outbox", ...mail,
    "/admin/models", "/admin/settings",
  ]);
});
