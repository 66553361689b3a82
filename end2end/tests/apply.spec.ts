// Applying without an account, on one page, with and without scripts. The test server sends no mail, so a password is
// chosen there and the application arrives at once.
import { type Page, expect, test } from "@playwright/test";
import { DEMO, PASSWORD, fixture, hydrated, person, unique } from "./people";

test.setTimeout(120_000);

/** Opens the form of a job of the demo's, which no other test counts; returns its path. */
async function open(page: Page): Promise<string> {
  await page.goto("/jobs?q=IT+Support+Specialist");
  const job = await page.getByRole("main").getByRole("link", { name: "IT Support Specialist", exact: true }).getAttribute("href");
  const path = `${job?.split(/[?#]/)[0] ?? ""}/apply`;
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Apply: ");
  await hydrated(page);
  return path;
}

/** Answers whatever the job asks: the first of several answers, or a number, which is also a text. */
async function answer(page: Page): Promise<void> {
  const names = await page
    .locator("main form [name^='answer-']")
    .evaluateAll((all) => [...new Set(all.map((field) => field.getAttribute("name") ?? ""))]);
  for (const name of names) {
    const field = page.locator(`main form [name='${name}']`).first();
    if ((await field.getAttribute("type")) === "radio") await field.check();
    else await field.fill("5");
  }
}

const field = (page: Page, label: string) => page.getByRole("main").getByLabel(label, { exact: true });

test("somebody without an account applies on one page, and nothing typed is lost on the way", async ({ browser, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  const page = await person(browser);
  await open(page);
  const email = `priya.${unique()}@example.com`;
  // What was typed stays when the résumé says otherwise.
  await field(page, "E-mail address").fill(email);
  await field(page, "Résumé").setInputFiles(fixture("priya_jake.pdf"));
  if (scripts) {
    await expect(page.getByText("Filled in below from your résumé")).toBeVisible({ timeout: 30_000 });
    await expect(field(page, "Your name")).toHaveValue(/Priya/);
    await expect(field(page, "E-mail address")).toHaveValue(email);
  } else {
    await field(page, "Your name").fill("Priya Example");
  }
  await answer(page);
  await page.getByLabel("I have read this and agree").check();
  await field(page, "Password").fill("short");
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByText("There is a problem")).toBeVisible();
  await expect(field(page, "Password")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "E-mail address")).toHaveValue(email);
  await expect(field(page, "Your name")).toHaveValue(/Priya/);
  await expect(page.getByLabel("I have read this and agree")).toBeChecked();
  if (!scripts) {
    await expect(page.getByText("Choose your file again")).toBeVisible();
    await field(page, "Résumé").setInputFiles(fixture("priya_jake.pdf"));
  }
  await field(page, "Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page).toHaveURL(/\/me\/applications\/[0-9a-f-]{36}/, { timeout: 30_000 });
  await expect(page.getByText("Your application has arrived").first()).toBeVisible();
  await page.context().close();
});

test("a file that cannot be read is told of before anything is sent", async ({ browser, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without scripts it is told once the form is sent");
  const page = await person(browser);
  await open(page);
  const broken = { name: "cv.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 broken") };
  await field(page, "Résumé").setInputFiles(broken);
  await expect(page.getByText("The file is damaged and cannot be opened")).toBeVisible({ timeout: 30_000 });
  await expect(field(page, "Your name")).toHaveValue("");
  // Another file takes its place.
  await field(page, "Résumé").setInputFiles(fixture("lukas_lebenslauf.docx"));
  await expect(page.getByText("Filled in below from your résumé")).toBeVisible({ timeout: 30_000 });
  await expect(field(page, "Your name")).not.toHaveValue("");
  await page.context().close();
});

test("whoever has an account signs in and comes back to the form", async ({ browser }) => {
  const page = await person(browser);
  const path = await open(page);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await hydrated(page);
  await field(page, "E-mail address").fill(DEMO.candidate);
  await field(page, "Password").fill(DEMO.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/Apply: |You applied already/);
  await expect(field(page, "Password")).toHaveCount(0);
  await page.context().close();
});
