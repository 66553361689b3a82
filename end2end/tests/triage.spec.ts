// A recruiter goes through sixty applicants by keys alone, and undoes each kind of decision on the way.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "needs scripts");

const FIRST = ["Ada", "Bea", "Cem", "Dan", "Eva", "Finn"];
const LAST = ["Amber", "Birch", "Cedar", "Dune", "Elm", "Fern", "Grove", "Heath", "Iris", "Juniper"];

/** A job with so many applicants, and its page. */
async function jobWith(page: Page, many: number): Promise<string> {
  const run = unique();
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title", { exact: true }).fill(`Baker ${run}`);
  await page.getByLabel("Text", { exact: true }).fill("You bake bread.");
  await page.getByRole("button", { name: "Save and publish" }).last().click();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]{36}$/);
  const job = new URL(page.url()).pathname;
  const people = Array.from({ length: many }, (_, n) => `${FIRST[n % 6]} ${LAST[Math.floor(n / 6)]} ${run}`);
  const file = (name: string) => ({
    name: `${name}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(`${name}\nBaker\n${name.replaceAll(" ", ".")}@example.com\n\nEXPERIENCE\nBaker, Mill\n2019 - 2022\n- Baked bread\n`),
  });
  for (let at = 0; at < many; at += 20) {
    await page.goto(`/hr/upload?job=${job.split("/").pop()}`);
    await hydrated(page);
    const some = people.slice(at, at + 20).map(file);
    await page.getByLabel("Résumés", { exact: true }).setInputFiles(some);
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await expect.poll(async () => page.getByText("Read", { exact: false }).count(), { timeout: 60_000 }).toBeGreaterThan(0);
    await expect(page.getByRole("button", { name: "Upload", exact: true })).not.toHaveAttribute("aria-busy", "true", { timeout: 60_000 });
  }
  return job;
}

test("sixty applicants are decided by keys alone, and each kind of decision is undone", async ({ browser, isMobile }) => {
  test.skip(isMobile === true, "there are no keys to press");
  test.setTimeout(300_000);
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  const job = await jobWith(page, 60);
  await page.goto(job);
  await hydrated(page);
  const open = page.getByText(/60 open, 60 in all/);
  await expect(async () => {
    await page.reload();
    await expect(open).toBeVisible({ timeout: 2_000 });
    // A score that comes meanwhile would change the order.
    await expect(page.getByText("being scored")).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await hydrated(page);

  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const name = page.getByRole("heading", { level: 1 });
  const toast = page.locator(".toast").last();
  const started = Date.now();
  await press("j");
  await expect(page).toHaveURL(/\/hr\/applications\//);
  for (let n = 0; n < 60; n++) {
    const who = await name.innerText();
    const [step, told] = n % 3 === 0 ? ["a", "moved to"] : n % 3 === 1 ? ["r", "rejected"] : ["h", "put on hold"];
    await expect(page.getByRole("region", { name: "Decide" })).toBeVisible();
    await press(step ?? "");
    if (step === "r") {
      await expect(page.getByRole("button", { name: "Pay expectations" })).toBeVisible();
      await press("5");
    } else if (step === "h") {
      await expect(page.getByLabel("Why it waits")).toBeFocused();
      for (const letter of "later") await press(letter);
      await press("Enter");
    }
    // What was done is told of whoever it was done to.
    await expect(toast).toContainText(`${who} ${told ?? ""}`);
    if (n < 3) {
      await press("u");
      await expect(toast).toContainText(`Undone: ${who} is back in Applied`);
      await expect(name).toHaveText(who);
      await press("j");
    }
    if (n < 59) await expect(name).not.toHaveText(who);
  }
  const seconds = (Date.now() - started) / 1000;
  test.info().annotations.push({ type: "triage", description: `${keys} keys, ${seconds.toFixed(1)} s for 60 applicants` });
  console.log(`60 applicants: ${keys} keys, ${seconds.toFixed(1)} s`);
  await expect(page).toHaveURL(new RegExp(`${job}\\?sort=`));
  await page.goto(`${job}?status=rejected`);
  await expect(page.getByRole("main").getByRole("checkbox", { name: /^Select (?!all)/ })).toHaveCount(19);
  await page.context().close();
});
