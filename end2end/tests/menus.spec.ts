// Every menu opens inside the window and can be used, on a wide screen, a small desktop and a phone.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn } from "./people";

test.skip(({ isMobile }) => isMobile, "the widths are set here");

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 390, height: 780 },
];

/** Opens each visible menu, and reports items outside the window or covered by something else. */
async function outside(page: Page, where: string): Promise<string[]> {
  const problems: string[] = [];
  const menus = page.locator("details.menu:visible");
  for (let index = 0; index < (await menus.count()); index++) {
    const menu = menus.nth(index);
    const summary = menu.locator("> summary");
    const name = `${where}, ${(await summary.getAttribute("aria-label")) ?? (await summary.innerText())}`;
    await summary.scrollIntoViewIfNeeded();
    await summary.click();
    await expect(menu).toHaveAttribute("open", "");
    const lost = await menu.locator("> .menu-panel").evaluate((panel) => {
      const { left, top, right, bottom, width, height } = panel.getBoundingClientRect();
      const items = [...panel.querySelectorAll<HTMLElement>("a, button")].filter((item) => {
        item.scrollIntoView({ block: "nearest" });
        const box = item.getBoundingClientRect();
        const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return there === null || !item.contains(there);
      });
      const out = left < -1 || top < -1 || right > window.innerWidth + 1 || bottom > window.innerHeight + 1;
      const box = [left, top, right, bottom].map(Math.round).join(" ");
      if (width === 0 || height === 0) return "is not shown";
      if (out) return `lies outside the window: ${box}`;
      return items.length > 0 ? `cannot be pressed: ${items.map((item) => item.innerText).join(", ")}` : "";
    });
    if (lost !== "") problems.push(`${name}: ${lost}`);
    await page.keyboard.press("Escape");
    // Without scripts, Escape does not close it.
    if ((await menu.getAttribute("open")) !== null) await summary.click();
  }
  return problems;
}

/** The first job's pages. */
async function jobPages(page: Page): Promise<string[]> {
  await page.goto("/hr/jobs");
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
  const job = links.find((href) => /^\/hr\/jobs\/[0-9a-f-]{36}$/.test(href));
  return job === undefined ? [] : [job, `${job}/board`, `${job}/team`, `${job}/edit`];
}

for (const [who, email, pages] of [
  ["recruiter", DEMO.recruiter, ["/hr", "/hr/jobs", "/hr/candidates", "/hr/upload", "/account", "/jobs"]],
  ["candidate", DEMO.candidate, ["/me", "/me/resume", "/me/profile", "/jobs"]],
  ["administrator", DEMO.admin, ["/admin", "/admin/users", "/admin/tasks", "/admin/outbox"]],
] as const) {
  test(`every menu of the ${who} opens inside the window`, async ({ browser, javaScriptEnabled }) => {
    test.setTimeout(240_000);
    const page = await person(browser);
    await signIn(page, email);
    const addresses = [...pages, ...(who === "recruiter" ? await jobPages(page) : [])];
    const problems: string[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const address of addresses) {
        await page.goto(address);
        if (javaScriptEnabled !== false) await hydrated(page);
        problems.push(...(await outside(page, `${address} at ${size.width} px`)));
      }
    }
    expect(problems).toEqual([]);
  });
}

for (const size of SIZES) {
  test(`somebody signs out with the mouse at ${size.width} px`, async ({ browser, javaScriptEnabled }) => {
    const page = await person(browser);
    await signIn(page, DEMO.candidate);
    await page.setViewportSize(size);
    await page.goto("/me");
    if (javaScriptEnabled !== false) await hydrated(page);
    const menu = page.locator("details.menu:visible").filter({ has: page.getByText("Sign out") }).first();
    await menu.locator("> summary").click();
    await menu.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await page.goto("/me");
    await expect(page).toHaveURL(/sign-in/);
  });
}
