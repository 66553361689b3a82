// The people of the browser tests: each has a browser of their own, and signs up and in through the pages.
import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import { type Browser, type Page, expect } from "@playwright/test";

/** The demo's accounts; for a server without the demo, accounts are given in the environment. */
export const DEMO = {
  admin: process.env.HIREQ_ADMIN_EMAIL ?? "admin@example.com",
  recruiter: process.env.HIREQ_RECRUITER_EMAIL ?? "recruiter@northwind.example",
  candidate: process.env.HIREQ_CANDIDATE_EMAIL ?? "amara.okafor@example.com",
  password: process.env.HIREQ_DEMO_PASSWORD ?? "demo hireq 2026",
};

/** The password of everybody who signs up here. */
export const PASSWORD = "correct horse battery";

/** A few letters that are unique to this run, because tests share one database. */
export function unique(): string {
  return randomBytes(4).toString("hex");
}

export function fixture(name: string): string {
  return join(__dirname, "..", "fixtures", name);
}

/**
 * A page in a browser of its own, with its own cookies and, where the server trusts this machine as a proxy, its own
 * address, so that many people in one test do not share one limit.
 */
export async function person(browser: Browser): Promise<Page> {
  const address = `198.51.${randomInt(100, 256)}.${randomInt(1, 255)}`;
  const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": address } });
  return context.newPage();
}

/** Submits an account form; repeats it after the time given by the server if the rate limit was reached. */
async function send(page: Page, fill: () => Promise<void>, button: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await fill();
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
    const answer = await answered;
    await page.waitForLoadState("load");
    const limited = page.getByText(/Too many attempts/).first();
    // A form submitted by script reports success itself, and the page follows a moment later.
    if (answer.status() === 429) await expect(limited).toBeVisible();
    if (attempt === 5 || !(await limited.isVisible())) return;
    const seconds = Number(/in (\d+) seconds/.exec((await limited.textContent()) ?? "")?.[1] ?? 15);
    await page.waitForTimeout((seconds + 1) * 1000);
  }
}

export async function signIn(page: Page, email: string, password = DEMO.password): Promise<void> {
  await page.goto("/sign-in");
  await send(
    page,
    async () => {
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
    },
    "Sign in",
  );
  await expect(page).not.toHaveURL(/sign-in/);
}

export type NewPerson = { name: string; email: string; organization?: string };

/** Fills in and submits the sign-up page, which must be open. */
export async function signUp(page: Page, who: NewPerson): Promise<void> {
  await expect(page).toHaveURL(/\/sign-up/);
  await send(
    page,
    async () => {
      const hires = who.organization !== undefined;
      await page.getByLabel(hires ? "Hire people" : "Look for work").check();
      if (who.organization !== undefined) await page.getByLabel("Organisation").fill(who.organization);
      await page.getByLabel("Your name").fill(who.name);
      await page.getByLabel("E-mail address").fill(who.email);
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    },
    "Create account",
  );
  await expect(page).not.toHaveURL(/sign-up/);
}

/** Waits until the page's scripts run; before that, buttons work as they do without scripts. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
}
